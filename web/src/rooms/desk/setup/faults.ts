/** What is wrong with an entry, at the field it is about. */
import type { Problem } from '../../../api/problem';
import { problemWords } from '../../../app/problemWords';
import type { Messages } from '../../../i18n/en';

/** By the path of the field, as the server names it. */
export type Complaints = Record<string, string>;

/** What the server answered. `general`: what is no field's fault. */
export type Refusal = { complaints: Complaints; general: string };

/** `fields`: those of the form; a fault inside one (`position.latitude`) is told at it. */
export function refusal(problem: Problem, fields: readonly string[], t: Messages, locale: string): Refusal {
  const complaints: Complaints = {};
  const others: string[] = [];
  for (const { path, code } of problem.faults) {
    const field = nearest(path, fields);
    if (field === undefined) others.push(`${path || code}: ${faultWords(code, t)}`);
    else complaints[field] ??= faultWords(code, t);
  }
  const told = Object.keys(complaints).length > 0 && others.length === 0;
  const words = t.setup.problems[problem.code as keyof Messages['setup']['problems']] ?? problemWords(problem, t, locale);
  return { complaints, general: told ? t.setup.notSaved : [words, ...others].join(' ') };
}

function nearest(path: string, fields: readonly string[]): string | undefined {
  return fields.find((field) => path === field || path.startsWith(`${field}.`) || path.startsWith(`${field}[`));
}

function faultWords(code: string, t: Messages): string {
  return t.setup.faults[code as keyof Messages['setup']['faults']] ?? t.setup.faults.malformed;
}
