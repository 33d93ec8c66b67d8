import { expect, test } from 'vitest';
import type { AuditDetail, Checklist } from '../../../api/schema';
import type { Answer } from '../../../api/types';
import { alsoAsked, Corrections } from './corrections.svelte';

const text = { en: 'x' };
const checklist = {
  key: 'c',
  title: text,
  channel: 'visit',
  languages: ['en'],
  sections: [
    {
      key: 's',
      title: text,
      items: [
        { kind: 'yes_no', key: 'solved', text },
        { kind: 'text', key: 'how', text, visible_if: { op: 'equals', item: 'solved', value: true } },
      ],
    },
  ],
} as unknown as Checklist;
const no: Answer = { kind: 'yes_no', value: false };
const yes: Answer = { kind: 'yes_no', value: true };
const audit = { submission: { answers: { solved: no } }, scorecard: { items: [{ key: 'solved' }] } } as unknown as AuditDetail;

test('a correction that changes nothing is none', () => {
  const corrections = new Corrections();
  corrections.keep('solved', yes, no);
  expect(corrections.all).toEqual({ solved: yes });
  corrections.keep('solved', { value: false, kind: 'yes_no', narrative: undefined }, { ...no, narrative: null });
  expect(corrections.all).toEqual({});
});

test('several corrections are begun at a time, and each is kept or cancelled on its own', () => {
  const corrections = new Corrections();
  corrections.begun.add('solved').add('how');
  corrections.keep('solved', yes, no);
  expect([...corrections.begun]).toEqual(['how']);
});

test('a correction may bring up a question', () => {
  expect(alsoAsked(checklist, audit, new Map())).toEqual([]);
  expect(alsoAsked(checklist, audit, new Map([['solved', yes]])).map(({ key }) => key)).toEqual(['how']);
});
