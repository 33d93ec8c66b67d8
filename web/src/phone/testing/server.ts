/** A server that speaks the protocol, in memory, and a network that can be told to misbehave. */
import type { Receipt, Submission } from '../../api/schema';
import { sha256Of } from '../photos';
import { photosNamed } from '../composing';
import { USER } from './samples';

type Upload = { length: number; sha256: string; bytes: Uint8Array<ArrayBuffer>; metadata: Record<string, string> };
type Asked = { method: string; path: string; headers: Headers; body: ArrayBuffer };

/** Decides about one request before the server sees it; undefined lets it pass. */
export type Mischief = (asked: Asked, serve: () => Promise<Response>) => Promise<Response> | undefined;

const TUS = { 'Tus-Resumable': '1.0.0' };

export class Server {
  session: string | null = USER;
  uploads = new Map<string, Upload>();
  /** By audit id; all revisions in order. */
  audits = new Map<string, { submission: Submission; receipt: Receipt }[]>();
  notes = new Map<string, string>();
  log: string[] = [];
  mischief: Mischief = () => undefined;

  /** To be used in place of the browser's. */
  readonly fetch: typeof fetch = async (input, init = {}) => {
    const asked: Asked = {
      method: init.method ?? 'GET',
      path: String(input),
      headers: new Headers(init.headers),
      body: await new Response(init.body).arrayBuffer(),
    };
    this.log.push(`${asked.method} ${asked.path}`);
    const serve = (): Promise<Response> => this.serve(asked);
    return (await this.mischief(asked, serve)) ?? serve();
  };

  count(beginning: string): number {
    return this.log.filter((line) => line.startsWith(beginning)).length;
  }

  /** Whole photos, by id. */
  stored(id: string): Upload | undefined {
    const upload = this.uploads.get(id);
    return upload?.bytes.length === upload?.length ? upload : undefined;
  }

  async serve(asked: Asked): Promise<Response> {
    const { path, headers } = asked;
    const meant = headers.get('Session-User');
    if (this.session === null || (meant !== null && meant !== this.session)) return problem(401, 'not_signed_in');
    if (path === '/api/session') return json({ user_id: this.session });
    if (path.startsWith('/api/uploads')) return this.#upload(asked);
    if (path.startsWith('/api/audits/')) return this.#audit(asked);
    if (/^\/api\/assignments\/.*\/notes\//.test(path)) return this.#note(asked);
    return problem(404, 'not_found');
  }

  async #upload({ method, path, headers, body }: Asked): Promise<Response> {
    if (method === 'POST') return this.#create(headers);
    const upload = this.uploads.get(path.slice('/api/uploads/'.length));
    if (upload === undefined) return problem(404, 'not_found');
    const offset = upload.bytes.length;
    if (method === 'HEAD') return tus(200, { 'Upload-Offset': `${offset}`, 'Upload-Length': `${upload.length}` });
    if (Number(headers.get('Upload-Offset')) !== offset) return problem(409, 'upload_offset');
    const bytes = new Uint8Array(offset + body.byteLength);
    bytes.set(upload.bytes);
    bytes.set(new Uint8Array(body), offset);
    upload.bytes = bytes;
    if (bytes.length === upload.length && (await sha256Of(bytes.buffer)) !== upload.sha256) {
      this.uploads.delete(path.slice('/api/uploads/'.length));
      return problem(460, 'checksum_mismatch');
    }
    return tus(204, { 'Upload-Offset': `${bytes.length}` });
  }

  #create(headers: Headers): Response {
    const pairs = (headers.get('Upload-Metadata') ?? '').split(',').map((pair) => pair.split(' '));
    const metadata = Object.fromEntries(pairs.map(([key = '', value = '']) => [key, atob(value)]));
    const { photo_id = '', sha256 = '' } = metadata;
    const length = Number(headers.get('Upload-Length'));
    const known = this.uploads.get(photo_id);
    if (known && (known.sha256 !== sha256 || known.length !== length)) return problem(409, 'photo_differs');
    const upload = known ?? { length, sha256, metadata, bytes: new Uint8Array(0) };
    this.uploads.set(photo_id, upload);
    return tus(201, { Location: `/api/uploads/${photo_id}`, 'Upload-Offset': `${upload.bytes.length}` });
  }

  #audit({ path, body }: Asked): Response {
    const audit_id = path.slice('/api/audits/'.length);
    const submission = JSON.parse(new TextDecoder().decode(body)) as Submission;
    const revisions = this.audits.get(audit_id) ?? [];
    const replayed = revisions.find((known) => JSON.stringify(known.submission) === JSON.stringify(submission));
    if (replayed) return json(replayed.receipt);
    const revision = submission.revision ?? 1;
    if (revisions.length !== revision - 1) return problem(409, 'audit_differs');
    const named = photosNamed(submission);
    const missing_photos = named.filter((id) => !this.stored(id));
    if (missing_photos.length > 0) return problem(409, 'photos_missing', { missing_photos });
    const receipt: Receipt = {
      audit_id,
      revision,
      checklist: submission.checklist,
      received_at: '2026-11-22T10:00:00Z',
      content_hash: '',
      scorecard: null,
      photos: named.map((id) => ({ id, sha256: this.uploads.get(id)?.sha256 ?? '', bytes: this.uploads.get(id)?.length ?? 0 })),
    };
    this.audits.set(audit_id, [...revisions, { submission, receipt }]);
    return json(receipt);
  }

  #note({ path, body }: Asked): Response {
    const [id, content] = [path, new TextDecoder().decode(body)];
    const known = this.notes.get(id);
    if (known !== undefined && known !== content) return problem(409, 'note_differs');
    this.notes.set(id, content);
    return json({});
  }
}

/** Answers the first request that begins like this; the server never sees it. */
export function first(beginning: string, answer: () => Promise<Response> | Response): Mischief {
  const due = once(beginning);
  return (asked) => (due(asked) ? Promise.resolve().then(answer) : undefined);
}

/** The server hears the first request that begins like this, but its answer is lost. */
export function losing(beginning: string): Mischief {
  const due = once(beginning);
  return (asked, serve) => (due(asked) ? serve().then(cut) : undefined);
}

function once(beginning: string): (asked: Asked) => boolean {
  let done = false;
  return ({ method, path }) => {
    const due = !done && `${method} ${path}`.startsWith(beginning);
    done ||= due;
    return due;
  };
}

export function json(body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { headers: { 'Content-Type': 'application/json', ...headers } });
}

export function problem(status: number, code: string, more: object = {}, headers: Record<string, string> = {}): Response {
  const body = JSON.stringify({ type: `/problems/${code}`, title: code, status, code, ...more });
  return new Response(body, { status, headers: { 'Content-Type': 'application/problem+json', ...headers } });
}

export function tus(status: number, headers: Record<string, string>): Response {
  return new Response(null, { status, headers: { ...TUS, ...headers } });
}

export function portal(): Response {
  return new Response('<html>Welcome to our free Wi-Fi</html>', { headers: { 'Content-Type': 'text/html' } });
}

export function cut(): Promise<Response> {
  return Promise.reject(new TypeError('Failed to fetch'));
}
