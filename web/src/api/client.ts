/** The typed client: addresses, parameters and bodies come from the API's own description. */
import createClient from 'openapi-fetch';
import { failed, unreachable } from './problem';
import type { paths } from './schema';

export const api = createClient<paths>({ baseUrl: '/' });

type Answered<T> = { data?: T; error?: unknown; response: Response };

let signedOut: () => void = () => undefined;

/** Called whenever the server no longer knows who asks. */
export function whenSignedOut(listener: () => void): void {
  signedOut = listener;
}

/** For a request that was not made with `api`. */
export function noteSignedOut(): void {
  signedOut();
}

/** The data of an answer. Throws a `Problem` for everything else. */
export async function ask<T>(call: Promise<Answered<T>>): Promise<T> {
  const answer = await call.catch(() => {
    throw unreachable();
  });
  if (answer.response.ok) return answer.data as T;
  const problem = failed(answer.error, answer.response);
  if (problem.code === 'not_signed_in') signedOut();
  throw problem;
}
