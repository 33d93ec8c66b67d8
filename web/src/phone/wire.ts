/**
 * Requests of one shopper. Only an answer of our own server counts as one: whatever a hotel's sign-in page or a broken
 * proxy says is the same as no answer.
 */
import type { StoredProblem } from './records';

/** How long an answer may take, in ms. */
export const PATIENCE_MS = 30_000;

/** Waits longer than this are not believed, whoever asks for them. */
export const LONGEST_WAIT_MS = 3_600_000;

/** No answer of the server: no network, a network that only pretends, or a server that is down. */
export class Unreachable extends Error {
  constructor(
    readonly reason: string,
    /** The wait that was asked for, in ms. */
    readonly wait: number | null = null,
  ) {
    super(reason);
  }
}

/** The server does not know this shopper at the moment. */
export class SignedOut extends Error {}

/** The server has answered, and the answer is no. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly problem: StoredProblem,
    /** The photos it is about, as far as it says. */
    readonly photos: readonly string[],
    readonly wait: number | null,
  ) {
    super(problem.code);
  }

  about(photo: string): Refusal {
    return new Refusal(this.status, this.problem, [photo], this.wait);
  }

  /** True when the same request may succeed later: nothing is wrong with what was sent. */
  get passes(): boolean {
    return this.status >= 500 || [408, 423, 425, 429].includes(this.status);
  }
}

type Sent = { body?: BodyInit; patience?: number };

export class Answer<T> {
  constructor(
    readonly response: Response,
    readonly body: T,
    readonly refusal: Refusal | null,
  ) {}

  get status(): number {
    return this.response.status;
  }

  header(name: string): string | null {
    return this.response.headers.get(name);
  }

  /** What to throw for a status that was not hoped for. */
  failure(): Error {
    if (this.refusal !== null) return this.status === 401 ? new SignedOut() : this.refusal;
    return new Unreachable(`status ${this.status}`);
  }
}

export class Wire {
  readonly #userId: string;
  readonly #fetch: typeof fetch;
  readonly #stopped: AbortSignal | undefined;

  constructor(userId: string, options: { fetch?: typeof fetch; stopped?: AbortSignal | undefined } = {}) {
    this.#userId = userId;
    this.#fetch = options.fetch ?? ((...request) => fetch(...request));
    this.#stopped = options.stopped;
  }

  /** Throws `Unreachable`. */
  async json<T>(method: string, path: string, headers: Record<string, string> = {}, sent: Sent = {}): Promise<Answer<T>> {
    return this.#ask(method, path, headers, sent, (response) =>
      response.status === 304 ? true : response.ok && kindOf(response) === 'application/json',
    );
  }

  /** A request of the tus protocol. Throws `Unreachable`. */
  async tus(method: string, path: string, headers: Record<string, string>, sent: Sent = {}): Promise<Answer<unknown>> {
    const versioned = { 'Tus-Resumable': '1.0.0', ...headers };
    return this.#ask(method, path, versioned, sent, (response) => response.headers.has('Tus-Resumable'));
  }

  /** Null when there is no such picture for this shopper. Throws `Unreachable`. */
  async picture(path: string): Promise<ArrayBuffer | null> {
    return this.#send('GET', path, {}, {}, async (response) => {
      const found = response.ok && kindOf(response).startsWith('image/');
      return found ? response.arrayBuffer() : null;
    });
  }

  async #ask<T>(
    method: string,
    path: string,
    headers: Record<string, string>,
    sent: Sent,
    isOurs: (response: Response) => boolean,
  ): Promise<Answer<T>> {
    return this.#send(method, path, headers, sent, async (response) => {
      const explained = kindOf(response) === 'application/problem+json';
      if (!explained && !isOurs(response)) throw new Unreachable(`status ${response.status}`, waitOf(response));
      const spoken = method !== 'HEAD' && kindOf(response).endsWith('json');
      const body: unknown = spoken ? await response.json() : null;
      const refusal = response.ok || response.status === 304 ? null : refused(response, body);
      return new Answer<T>(response, body as T, refusal);
    });
  }

  /** The whole answer in time, not only its head: a connection may fall silent anywhere. */
  async #send<T>(
    method: string,
    path: string,
    headers: Record<string, string>,
    sent: Sent,
    read: (response: Response) => Promise<T>,
  ): Promise<T> {
    const ending = new AbortController();
    const stop = (): void => ending.abort();
    const timer = setTimeout(stop, sent.patience ?? PATIENCE_MS);
    this.#stopped?.addEventListener('abort', stop);
    if (this.#stopped?.aborted) stop();
    const request = this.#fetch(path, {
      method,
      // The server refuses what is meant for another session: the cookie may have changed hands meanwhile.
      headers: { ...headers, 'Session-User': this.#userId },
      body: sent.body ?? null,
      cache: 'no-store',
      credentials: 'same-origin',
      redirect: 'error',
      signal: ending.signal,
    });
    try {
      // Browsers have been seen to leave a request of a sleeping page open for ever, ended or not.
      return await Promise.race([request.then(read), ended(ending.signal)]);
    } catch (error) {
      throw error instanceof Unreachable ? error : new Unreachable(String(error));
    } finally {
      clearTimeout(timer);
      this.#stopped?.removeEventListener('abort', stop);
    }
  }
}

/** Rejects when the signal is given. */
function ended(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const end = (): void => reject(new Unreachable('no answer in time'));
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
}

/** The wait that an answer asks for, in ms; a date is read against the server's own clock. */
export function waitOf(response: Response): number | null {
  const asked = response.headers.get('Retry-After');
  if (asked === null || asked.trim() === '') return null;
  const seconds = Number(asked);
  const sent = Date.parse(response.headers.get('Date') ?? '');
  const wait = Number.isNaN(seconds) ? Date.parse(asked) - (Number.isNaN(sent) ? Date.now() : sent) : seconds * 1000;
  return Number.isNaN(wait) ? null : Math.min(Math.max(wait, 0), LONGEST_WAIT_MS);
}

export function problemNow(code: string, detail = ''): StoredProblem {
  return { code, detail, faults: [], at: new Date().toISOString() };
}

function refused(response: Response, body: unknown): Refusal {
  const details = (typeof body === 'object' && body !== null ? body : {}) as Partial<{
    code: string;
    detail: string;
    faults: StoredProblem['faults'];
    missing_photos: string[];
  }>;
  const problem = { ...problemNow(details.code ?? `status_${response.status}`, details.detail), faults: details.faults ?? [] };
  return new Refusal(response.status, problem, details.missing_photos ?? [], waitOf(response));
}

function kindOf(response: Response): string {
  return (response.headers.get('Content-Type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}
