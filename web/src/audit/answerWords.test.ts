import { expect, test } from 'vitest';
import type { Answer, Item } from '../api/types';
import { messages as en } from '../i18n/en';
import { messagesOf } from '../i18n/testing/messagesOf';
import { answerWords, type Speaker } from './answerWords';

const de = await messagesOf('de');
const english: Speaker = { t: en, language: 'en', locale: 'en-GB', fallback: 'en', zone: 'UTC' };
const tell = (item: Item, answer: Answer | undefined, speaker = english): string[] => {
  const { said, notes } = answerWords(item, answer, speaker);
  return [...said, ...notes].map((words) => words.replace(/\s/g, ' '));
};

const base = { key: 'k', text: { en: 'Question' } };
const yesNo: Item = { ...base, kind: 'yes_no' };

test('yes, no, nothing, does not apply', () => {
  expect(tell(yesNo, { kind: 'yes_no', value: false })).toEqual(['No']);
  expect(tell(yesNo, undefined)).toEqual(['No answer']);
  expect(tell(yesNo, { kind: 'not_applicable' })).toEqual(['Does not apply']);
});

test('options are told in the reader’s language, else in the checklist’s first', () => {
  const item: Item = {
    ...base,
    kind: 'multi_choice',
    options: [
      { key: 'seat', text: { en: 'A seat', de: 'Ein Platz' } },
      { key: 'water', text: { en: 'Water' } },
    ],
  };
  const german = { ...english, t: de, language: 'de', locale: 'de-DE' };
  expect(tell(item, { kind: 'multi_choice', options: ['seat', 'water'] }, german)).toEqual(['Ein Platz', 'Water']);
  expect(tell(item, { kind: 'multi_choice', options: [] })).toEqual(['None chosen']);
});

test('an option that the version does not know is shown by its key', () => {
  expect(tell({ ...base, kind: 'single_choice', options: [] }, { kind: 'single_choice', option: 'gone' })).toEqual(['gone']);
});

test('a scale level comes with its anchor', () => {
  const item: Item = { ...base, kind: 'scale', levels: [{ en: 'Cold' }, { en: 'Warm' }] };
  expect(tell(item, { kind: 'scale', level: 2 })).toEqual(['Warm', 'Level 2 of 2']);
});

test('a duration tells its segments and whether it was typed', () => {
  const item: Item = { ...base, kind: 'duration', measures: ['ring', 'hold'] };
  const at = '2026-03-01T10:00:00Z';
  const segments = [
    { phase: 'ring' as const, started_at: at, seconds: 20 },
    { phase: 'hold' as const, started_at: at, seconds: 100 },
  ];
  expect(tell(item, { kind: 'duration', seconds: 120, segments })).toEqual([
    '2 mins',
    'Timed live',
    'Ringing 20 secs → On hold 1 min 40 secs',
  ]);
  expect(tell(item, { kind: 'duration', seconds: 60, typed_by_hand: true })).toEqual(['1 min', 'Typed in by hand']);
});

test('a callback is a story', () => {
  const item: Item = { ...base, kind: 'callback', due_within: 3600 };
  const kept: Answer = {
    kind: 'callback',
    owed_since: '2026-03-01T10:00:00Z',
    promised: true,
    promised_for: '2026-03-01T12:00:00Z',
    came_at: '2026-03-01T11:30:00Z',
    how: 'call',
  };
  expect(tell(item, kept)).toEqual([
    'Came 1 Mar 2026, 11:30 by call, after 1 hr 30 mins',
    'Owed since 1 Mar 2026, 10:00',
    'Promised for 1 Mar 2026, 12:00',
  ]);
  expect(tell(item, { kind: 'callback', owed_since: kept.owed_since, promised: false })).toEqual([
    'It never came',
    'Owed since 1 Mar 2026, 10:00',
    'Nothing was promised',
  ]);
});
