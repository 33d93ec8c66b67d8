import { expect, test } from 'vitest';
import { version } from '../../package.json';
import type { Checklist } from '../api/schema';
import type { Draft } from '../phone/records';
import { composeAnswers } from './answers';
import { submissionOf } from './submission';
import { deciding, type Answers } from './visibility';

const words = { en: '?' };
const definition: Checklist = {
  key: 'visit',
  title: words,
  channel: 'visit',
  languages: ['en'],
  sections: [
    {
      key: 'one',
      title: words,
      items: [
        { kind: 'yes_no', key: 'greeted', text: words },
        { kind: 'text', key: 'how', text: words, visible_if: { op: 'equals', item: 'greeted', value: true } },
        { kind: 'photo', key: 'counter', text: words },
        { kind: 'duration', key: 'ringing', text: words, measures: ['ring'] },
        { kind: 'info', key: 'thanks', text: words },
      ],
    },
  ],
};

const draft: Draft = {
  audit_id: 'a',
  assignment_id: 'b',
  revision: 2,
  checklist: { key: 'visit', version: 3 },
  language: 'de',
  staff_alias: '  ',
  started_at: '2026-03-02T09:00:00.000Z',
  finished_at: null,
  opened: null,
  state: 'filling',
  sending: { attempts: 0, not_before: 0, problem: null },
  underway: false,
  saved_at: 0,
};

const compose = (drafts: Parameters<typeof composeAnswers>[1], photos = {}, taps: Parameters<typeof composeAnswers>[3] = []) =>
  composeAnswers(definition, drafts, photos, taps);

test('a narrative travels inside its answer; white space is no answer', () => {
  const answers = compose({
    greeted: { value: { kind: 'yes_no', value: false }, narrative: 'Nobody looked up.' },
    how: { value: { kind: 'text', text: ' \n' }, narrative: '' },
  });
  expect(answers).toEqual({ greeted: { kind: 'yes_no', value: false, narrative: 'Nobody looked up.' } });
});

test('what does not apply keeps its value on the phone only', () => {
  const answers = compose({ greeted: { value: { kind: 'yes_no', value: true }, not_applicable: true, narrative: 'Closed' } });
  expect(answers).toEqual({ greeted: { kind: 'not_applicable', narrative: 'Closed' } });
});

test('photos are records of their own; none of them is no answer', () => {
  expect(compose({ counter: { value: null } }, { counter: ['p2', 'p3'] })).toEqual({ counter: { kind: 'photo', photos: ['p2', 'p3'] } });
  expect(compose({}, { counter: [] })).toEqual({});
});

test('a timed item is answered by the call, unless it was typed by hand', () => {
  const taps = [
    { phase: 'dial' as const, at: 1_000_000 },
    { phase: 'ended' as const, at: 1_012_000 },
  ];
  expect(compose({}, {}, taps)['ringing']).toMatchObject({ kind: 'duration', seconds: 12 });
  const typed = { kind: 'duration' as const, seconds: 15, typed_by_hand: true };
  expect(compose({ ringing: { value: typed } }, {}, taps)['ringing']).toEqual(typed);
});

test('a hidden answer is composed but not sent', () => {
  const how = { value: { kind: 'text' as const, text: 'By name' } };
  const yes = compose({ greeted: { value: { kind: 'yes_no', value: true } }, how });
  const no = compose({ greeted: { value: { kind: 'yes_no', value: false } }, how });
  expect(Object.keys(submissionOf(draft, definition, yes).answers)).toEqual(['greeted', 'how']);
  expect(no['how']).toEqual({ kind: 'text', text: 'By name' });
  expect(Object.keys(submissionOf(draft, definition, no).answers)).toEqual(['greeted']);
});

test('a draft says who, what and when', () => {
  const sent = submissionOf(draft, definition, {}, Date.parse('2026-03-02T10:00:00Z'));
  expect(sent).toEqual({
    assignment_id: 'b',
    checklist: { key: 'visit', version: 3 },
    started_at: '2026-03-02T09:00:00.000Z',
    finished_at: '2026-03-02T10:00:00.000Z',
    answers: {},
    revision: 2,
    language: 'de',
    staff_alias: null,
    app_version: version,
  });
  const finished = { ...draft, finished_at: '2026-03-02T09:30:00.000Z', staff_alias: ' Red scarf ' };
  expect(submissionOf(finished, definition, {})).toMatchObject({ finished_at: finished.finished_at, staff_alias: 'Red scarf' });
});

test('a call that was timed on a clock set back begins the audit', () => {
  const timed: Answers = {
    ringing: {
      kind: 'duration',
      seconds: 5,
      segments: [
        { phase: 'ring', started_at: '2026-03-02T08:10:00.000Z', seconds: 5 },
        { phase: 'talk', started_at: '2026-03-02T08:10:05.000Z', seconds: 60 },
      ],
    },
  };
  const sent = submissionOf(draft, definition, timed, Date.parse('2026-03-02T10:00:00Z'));
  expect(sent.started_at).toBe('2026-03-02T08:10:00.000Z');
});

test('only items that a condition names decide what is shown', () => {
  expect([...deciding(definition)]).toEqual(['greeted']);
});
