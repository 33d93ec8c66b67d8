/** One stuck record in one file: to be sent to the office, or taken in on another phone of the same shopper. */
import type { Submission } from '../api/schema';
import { asBase64, fromBase64 } from './base64';
import type { PhoneDatabase } from './database';
import { existing, partsOf, PARTS, UNTRIED } from './drafts';
import { PhoneError } from './errors';
import { inOrder, sha256Of } from './photos';
import type { CallTap, Draft, DraftAnswer, Original, PhotoRecord } from './records';

const FORMAT = 'mystery-audit-record';
const VERSION = 1;
/** No record is larger; whoever opens a film by mistake should not wait for it. */
const LARGEST_BYTES = 200 * 1024 * 1024;

/** Binary parts in Base64; null where the phone had only the name of a photo. */
type PackedPhoto = Omit<PhotoRecord, 'thumbnail'> & { thumbnail: string | null; content: string | null };

type Blank = (bytes: ArrayBuffer) => void | Promise<void>;

/** What this phone could not develop may be a photo elsewhere, or to the office. */
type PackedOriginal = Original & { sha256: string; content: string };

type Packed = {
  format: typeof FORMAT;
  version: number;
  user_id: string;
  exported_at: string;
  draft: Draft;
  answers: Record<string, DraftAnswer>;
  taps: CallTap[];
  photos: PackedPhoto[];
  /** Absent in files of earlier versions. */
  originals?: PackedOriginal[];
  /** What may have arrived already: only exactly this can be sent again. */
  submission: Submission | null;
};

/**
 * The audit with everything the phone has of it. It stays on the phone. `blank` makes a file forget where it was taken,
 * and is asked only where there is one.
 * Throws `draft_gone`.
 */
export async function exportAudit(db: PhoneDatabase, auditId: string, blank: Blank): Promise<Blob> {
  const { originals, ...packed } = await db.read(PARTS, async (tx) => {
    const draft = await existing(tx as never, auditId);
    const answers = await tx.objectStore('answers').getAll(partsOf(auditId));
    const taps = await tx.objectStore('taps').getAll(partsOf(auditId));
    const photos = inOrder(await tx.objectStore('photos').index('audit_id').getAll(auditId));
    const contents = await Promise.all(photos.map(({ photo_id }) => tx.objectStore('bytes').get(photo_id)));
    const originals = inOrder(await tx.objectStore('originals').index('audit_id').getAll(auditId));
    const negatives = await Promise.all(originals.map(({ photo_id }) => tx.objectStore('bytes').get(photo_id)));
    return {
      format: FORMAT as typeof FORMAT,
      version: VERSION,
      user_id: db.userId,
      exported_at: new Date().toISOString(),
      draft,
      answers: Object.fromEntries(answers.map(({ item, answer }) => [item, answer])),
      taps: taps.map(({ phase, at }) => ({ phase, at })),
      photos: photos.map((photo, n) => packedPhoto(photo, contents[n])),
      originals: originals.map((original, n) => ({ original, bytes: negatives[n] ?? new ArrayBuffer(0) })),
      submission: (await tx.objectStore('submissions').get(auditId)) ?? null,
    };
  });
  const whole: Packed = { ...packed, originals: await Promise.all(originals.map((one) => packedOriginal(one, blank))) };
  return new Blob([JSON.stringify(whole)], { type: 'application/json' });
}

/**
 * The audit of an exported file, open to be looked at and submitted again; or in the outbox, if it was on its way and
 * may have arrived. Throws `import_malformed`,
 * `import_other_user`, `import_damaged`, `import_present`, `import_sent`, `StorageFull`.
 */
export async function importAudit(db: PhoneDatabase, file: Blob): Promise<Draft> {
  const packed = await unpacked(file);
  if (packed.user_id !== db.userId) throw new PhoneError('import_other_user');
  const photos = await Promise.all(packed.photos.map(unpackedPhoto));
  const originals = await Promise.all((packed.originals ?? []).map(unpackedOriginal));
  const { submission } = packed;
  const { audit_id, revision } = packed.draft;
  const underway = submission !== null;
  const open = underway ? { state: 'ready' as const } : { state: 'filling' as const, finished_at: null };
  const draft: Draft = { ...packed.draft, ...open, sending: UNTRIED, underway };
  return db.write(
    [...PARTS, 'receipts'],
    async (tx) => {
      if (await tx.objectStore('drafts').getKey(audit_id)) throw new PhoneError('import_present');
      const sent = await tx.objectStore('receipts').get(audit_id);
      if (sent !== undefined && sent.receipt.revision >= revision) throw new PhoneError('import_sent');
      await Promise.all([
        tx.objectStore('drafts').put(draft),
        submission && tx.objectStore('submissions').put(submission, audit_id),
        ...Object.entries(packed.answers).map(([item, answer]) => tx.objectStore('answers').put({ audit_id, item, answer })),
        ...packed.taps.map((tap, n) => tx.objectStore('taps').put({ ...tap, audit_id, n: n + 1 })),
        ...photos.map(({ record }) => tx.objectStore('photos').put({ ...record, audit_id })),
        ...originals.map(({ record }) => tx.objectStore('originals').put({ ...record, audit_id })),
        ...[...photos, ...originals].map(({ record, content }) => content && tx.objectStore('bytes').put(content, record.photo_id)),
      ]);
      return draft;
    },
    ...['drafts', 'answers', 'taps', 'photos'].map((store) => ({ store, audit_id })),
  );
}

function packedPhoto({ thumbnail, ...photo }: PhotoRecord, content: ArrayBuffer | undefined): PackedPhoto {
  return { ...photo, thumbnail: thumbnail && asBase64(thumbnail), content: content ? asBase64(content) : null };
}

/** As a photo would leave the phone: without consent, the file does not tell where it was taken. */
async function packedOriginal(
  { original, bytes }: { original: Original; bytes: ArrayBuffer },
  blank: Blank,
): Promise<PackedOriginal> {
  if (!original.consent) await blank(bytes);
  return { ...original, sha256: await sha256Of(bytes), content: asBase64(bytes) };
}

/** Another phone may be able to develop it. */
async function unpackedOriginal(packed: PackedOriginal): Promise<{ record: Original; content: ArrayBuffer | null }> {
  const { sha256, content: text, ...original } = packed;
  const content = bytesOf(text);
  if (content === null || (await sha256Of(content)) !== sha256) throw new PhoneError('import_damaged');
  return { content, record: { ...original, tries: 0, why: null } };
}

async function unpackedPhoto(photo: PackedPhoto): Promise<{ record: PhotoRecord; content: ArrayBuffer | null }> {
  const { content: packed, thumbnail: small, ...rest } = photo;
  const content = bytesOf(packed);
  if (content !== null && (await sha256Of(content)) !== rest.sha256) throw new PhoneError('import_damaged');
  return { content, record: { ...rest, thumbnail: bytesOf(small) } };
}

function bytesOf(text: string | null): ArrayBuffer | null {
  try {
    return text === null ? null : fromBase64(text);
  } catch {
    throw new PhoneError('import_damaged');
  }
}

async function unpacked(file: Blob): Promise<Packed> {
  try {
    if (file.size > LARGEST_BYTES) throw new Error('too large');
    const packed: unknown = JSON.parse(await file.text());
    if (isPacked(packed)) return packed;
  } catch {
    // Whatever it is, it is none of ours.
  }
  throw new PhoneError('import_malformed');
}

function isPacked(value: unknown): value is Packed {
  if (!isObject(value) || value['format'] !== FORMAT || value['version'] !== VERSION) return false;
  const { draft, answers, taps, photos, originals, submission } = value;
  return (
    isDraft(draft) &&
    (submission === null || isObject(submission)) &&
    isObject(answers) &&
    Object.values(answers).every(isObject) &&
    isListOf(taps, (tap) => typeof tap['phase'] === 'string' && typeof tap['at'] === 'number') &&
    isListOf(photos, isPhoto) &&
    (originals === undefined || isListOf(originals, isOriginal))
  );
}

function isDraft(value: unknown): boolean {
  if (!isObject(value) || !isObject(value['checklist']) || !Number.isInteger(value['revision'])) return false;
  const texts = ['audit_id', 'assignment_id', 'language', 'staff_alias', 'started_at'];
  return texts.every((name) => typeof value[name] === 'string');
}

function isPhoto(photo: Record<string, unknown>): boolean {
  const texts = ['photo_id', 'item', 'sha256', 'state'];
  const numbers = ['position', 'bytes', 'offset'];
  return (
    texts.every((name) => typeof photo[name] === 'string') &&
    numbers.every((name) => Number.isInteger(photo[name])) &&
    [photo['content'], photo['thumbnail']].every((part) => part === null || typeof part === 'string') &&
    isObject(photo['facts'])
  );
}

function isOriginal(original: Record<string, unknown>): boolean {
  const { replaces, facts } = original;
  return (
    ['photo_id', 'item', 'sha256', 'content'].every((name) => typeof original[name] === 'string') &&
    ['position', 'bytes'].every((name) => Number.isInteger(original[name])) &&
    typeof original['consent'] === 'boolean' &&
    (replaces === null || typeof replaces === 'string') &&
    isObject(facts)
  );
}

function isListOf(value: unknown, fits: (one: Record<string, unknown>) => boolean): boolean {
  return Array.isArray(value) && value.every((one) => isObject(one) && fits(one));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
