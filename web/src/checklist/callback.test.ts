import { expect, test } from 'vitest';
import type { Callback, CallbackAnswer, Checklist } from '../api/schema';
import { awaited, callbackDue, closesAt, openCallbacks } from './callback';

const OWED = '2026-03-02T09:00:00Z';

const item: Callback = { kind: 'callback', key: 'callback', text: { en: 'Callback' }, due_within: 3600 };
const missed: Callback = { ...item, key: 'missed', promise_needed: false };
const promised: CallbackAnswer = { kind: 'callback', owed_since: OWED, promised: true };

function checklist(...items: Callback[]): Checklist {
  const section = { key: 'after', title: { en: 'After' }, items };
  return { key: 'call', languages: ['en'], title: { en: 'Call' }, channel: 'call', sections: [section] } as unknown as Checklist;
}

const clock = (date: Date): string => date.toISOString().slice(11, 19);

test('what was named is due then; else what the checklist grants', () => {
  expect(clock(callbackDue(item, promised))).toBe('10:00:00');
  expect(clock(callbackDue(item, { ...promised, promised_for: '2026-03-02T09:20:00Z' }))).toBe('09:20:00');
});

test('a promise is broken at twice its span, counted from when it was owed', () => {
  expect(clock(closesAt(item, promised))).toBe('11:00:00');
  expect(clock(closesAt(item, { ...promised, promised_for: '2026-03-02T11:20:00+02:00' }))).toBe('09:40:00');
});

test('a promise that is due when it is made leaves a second', () => {
  const at_once = { ...promised, promised_for: OWED };
  expect([clock(callbackDue(item, at_once)), clock(closesAt(item, at_once))]).toEqual(['09:00:01', '09:00:02']);
});

test('something is waited for when it was promised, or when nobody could promise', () => {
  expect(awaited(item, promised)).toBe(true);
  expect(awaited(item, { ...promised, promised: false })).toBe(false);
  expect(awaited(missed, { ...promised, promised: false })).toBe(true);
  expect(awaited(item, { ...promised, came_at: '2026-03-02T09:10:00Z' })).toBe(false);
});

test('open callbacks, the one due first on top, until they close', () => {
  const answers = { callback: promised, missed: { ...promised, promised_for: '2026-03-02T09:10:00Z' } };
  const open = (now: string): string[] =>
    openCallbacks(checklist(item, missed), answers, Date.parse(now)).map((found) => found.item.key);
  expect(open('2026-03-02T09:19:59Z')).toEqual(['missed', 'callback']);
  expect(open('2026-03-02T09:20:00Z')).toEqual(['callback']);
  expect(open('2026-03-02T11:00:00Z')).toEqual([]);
});

test('a callback that the shopper has given up on is open no longer', () => {
  const drafts = { callback: { value: promised, given_up: true as const } };
  const open = (given: typeof drafts | undefined) => openCallbacks(checklist(item), { callback: promised }, Date.parse(OWED), given);
  expect([open(undefined).length, open(drafts).length]).toEqual([1, 0]);
});
