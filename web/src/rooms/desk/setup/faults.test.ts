import { expect, test } from 'vitest';
import { Problem } from '../../../api/problem';
import { messages } from '../../../i18n/en';
import { begin, drop, isKept, keep } from './drafts';
import { refusal } from './faults';

const FIELDS = ['name', 'position', 'time_zone'];
const { setup } = messages;

function refused(code: string, ...faults: [path: string, code: string][]): Problem {
  const told = faults.map(([path, code]) => ({ path, code, message: 'In English.', severity: 'error' as const }));
  return new Problem(code, null, told, '');
}

test('a fault is told at its field, also when it is inside of it', () => {
  const problem = refused('invalid_body', ['time_zone', 'unknown_time_zone'], ['position.latitude', 'malformed']);
  expect(refusal(problem, FIELDS, messages, 'en-GB')).toEqual({
    complaints: { time_zone: setup.faults.unknown_time_zone, position: setup.faults.malformed },
    general: setup.notSaved,
  });
});

test('what is no field’s fault is told beside the button', () => {
  const { complaints, general } = refusal(refused('invalid_body', ['odd', 'new_code']), FIELDS, messages, 'en-GB');
  expect(complaints).toEqual({});
  expect(general).toBe(`${messages.problems.invalid_body} odd: ${setup.faults.malformed}`);
  expect(refusal(refused('branch_fixed'), FIELDS, messages, 'en-GB').general).toBe(setup.problems.branch_fixed);
  expect(refusal(refused('unreachable'), FIELDS, messages, 'en-GB').general).toBe(messages.problems.unreachable);
});

test('what was typed is kept under one id until it is saved', () => {
  const draft = begin('k', { name: '' });
  keep('k', draft);
  expect(isKept('k')).toBe(false);
  keep('k', { ...draft, value: { name: 'Harbour' } });
  expect(begin('k', { name: '' })).toEqual({ id: draft.id, base: { name: '' }, value: { name: 'Harbour' } });
  drop('k');
  expect(begin('k', { name: '' }).id).not.toBe(draft.id);
});
