/** What went wrong with a request, by the stable code that screens decide by. */
import type { Fault, ProblemDetails } from './schema';

export class Problem extends Error {
  constructor(
    readonly code: string,
    readonly retryAfter: number | null,
    readonly faults: readonly Fault[],
    readonly requestId: string,
  ) {
    super(code);
  }
}

/** The server did not answer at all: no network, or it is down. */
export function unreachable(): Problem {
  return new Problem('unreachable', null, [], '');
}

/** `body` is a problem unless something between us and the server answered in its own words. */
export function failed(body: unknown, response: Response): Problem {
  const details: Partial<ProblemDetails> = typeof body === 'object' && body !== null ? body : {};
  const wait = Number(response.headers.get('Retry-After') ?? '');
  return new Problem(
    details.code ?? 'internal_error',
    wait > 0 ? wait : null,
    details.faults ?? [],
    details.request_id ?? '',
  );
}

export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  console.error(error);
  return new Problem('internal_error', null, [], '');
}
