import type { Problem } from '../api/problem';
import type { Messages } from '../i18n/en';
import { span } from './format';

/** What a person is told about a problem. */
export function problemWords(problem: Problem, t: Messages, locale: string): string {
  const words = t.problems[problem.code as keyof Messages['problems']];
  if (typeof words === 'string') return words;
  if (problem.code === 'too_many_attempts') return t.problems.too_many_attempts(span(locale, problem.retryAfter ?? 60));
  return t.problems.other(problem.code);
}
