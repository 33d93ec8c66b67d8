/**
 * Photos on their way from the camera to what is sent. They outlive the screen on which they were chosen, and the page:
 * whoever sends waits for them, and what could not be kept is told until the shopper has answered to it.
 */
import { NotAPhoto } from '../../../camera/notAPhoto';
import type { PhoneDatabase } from '../../../phone/database';
import { listTaken } from '../../../phone/photos';
import type { Original } from '../../../phone/records';
import { field } from '../field.svelte';
import { isPhoneError } from '../phoneError';

export type Why = 'full' | 'failed' | 'unreadable';
/** `kept`: as it came from the camera, so that it can be tried again. */
export type Lost = { auditId: string; item: string; why: Why; kept: boolean };

type Job = { auditId: string; item: string; photoId: string; ended: Promise<void> };

let jobs = $state.raw<readonly Job[]>([]);
/** What is nowhere but in the shopper's hands. */
let lost = $state.raw<readonly Lost[]>([]);
/** Ids of originals that this page found no room to develop. */
let cramped = $state.raw<ReadonlySet<string>>(new Set());

/** How many of this audit, or of one of its items, are not developed yet. */
export function preparing(auditId: string, item?: string): number {
  const here = new Set(field.photos(auditId).map(({ photo_id }) => photo_id));
  const open = field.originals(auditId).filter((original) => whyKept(original) === null);
  const kept = open.map((original) => ({ item: original.item, photoId: original.photo_id }));
  const all = [...jobs.filter((job) => job.auditId === auditId), ...kept].filter((one) => item === undefined || one.item === item);
  return new Set(all.map(({ photoId }) => photoId).filter((id) => !here.has(id) && !told(auditId, id))).size;
}

/** One of each kind of each item. */
export function lostPhotos(auditId: string): readonly Lost[] {
  const kept = field.originals(auditId).flatMap((original): Lost[] => {
    const why = whyKept(original);
    return why === null ? [] : [{ auditId, item: original.item, why, kept: true }];
  });
  const all = [...kept, ...lost.filter((one) => one.auditId === auditId)];
  return [...new Map(all.map((one) => [`${one.item} ${one.kept} ${one.why}`, one])).values()];
}

/** The shopper takes another photo, or does without: what is nowhere is told no longer. */
export function forgive(auditId: string, item: string): void {
  lost = lost.filter((one) => one.auditId !== auditId || one.item !== item);
}

/** Watches over one photo until it is developed, or is kept and told as what cannot be. */
export function prepare(auditId: string, item: string, photoId: string, work: Promise<unknown>): void {
  const ended = work.then(
    () => undefined,
    (error: unknown) => {
      forgive(auditId, item);
      lost = [...lost, { auditId, item, why: whyLost(error), kept: false }];
    },
  );
  const job: Job = { auditId, item, photoId, ended: ended.then(() => void (jobs = jobs.filter((other) => other !== job))) };
  jobs = [...jobs, job];
}

/** Resolves when every photo of this audit is developed; false when one could not be. */
export async function prepared(db: PhoneDatabase, auditId: string): Promise<boolean> {
  for (let mine = jobsOf(auditId); mine.length > 0; mine = jobsOf(auditId)) await Promise.all(mine);
  if ((await listTaken(db, auditId)).originals.some((original) => whyKept(original) === null)) {
    const { developAll } = await import('./taking');
    await developAll(db);
  }
  return lost.every((one) => one.auditId !== auditId) && (await listTaken(db, auditId)).originals.length === 0;
}

/** Null while it can be developed. */
export function whyKept({ photo_id, why }: Original): Why | null {
  return why ?? (cramped.has(photo_id) ? 'full' : null);
}

/** Whether there was room for it when this page tried. */
export function noteRoom(photoId: string, enough: boolean): void {
  const others = [...cramped].filter((id) => id !== photoId);
  cramped = new Set(enough ? others : [...others, photoId]);
}

export function whyLost(error: unknown): Why {
  if (isPhoneError(error, 'storage_full')) return 'full';
  return error instanceof NotAPhoto ? 'unreadable' : 'failed';
}

function told(auditId: string, photoId: string): boolean {
  return field.originals(auditId).some((original) => original.photo_id === photoId && whyKept(original) !== null);
}

function jobsOf(auditId: string): Promise<void>[] {
  return jobs.filter((job) => job.auditId === auditId).map(({ ended }) => ended);
}
