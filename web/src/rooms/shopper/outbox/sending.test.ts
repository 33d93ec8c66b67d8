import { expect, test } from 'vitest';
import type { Draft, PhotoRecord, Queue } from '../../../phone/records';
import { inOrder, nextTry, shareSent } from './sending';

const photo = (bytes: number, offset: number, state: PhotoRecord['state'] = 'kept'): PhotoRecord =>
  ({ bytes, offset, state }) as PhotoRecord;

test('the share counts bytes, and an arrived photo as a whole', () => {
  expect(shareSent([])).toBe(0);
  expect(shareSent([photo(300, 100), photo(100, 0, 'arrived')])).toBe(0.5);
});

test('the next try waits for whatever holds back longest', () => {
  const draft = { sending: { not_before: 2000 } } as Draft;
  const queue = (not_before: number): Queue => ({ sending: { not_before } }) as Queue;
  expect(nextTry(draft, queue(5000), 1000)).toBe(5000);
  expect(nextTry(draft, queue(0), 1000)).toBe(2000);
  expect(nextTry(draft, queue(0), 3000)).toBeNull();
});

test('what needs the shopper comes first, then the earliest; what is being filled is no part of the outbox', () => {
  const draft = (audit_id: string, state: Draft['state'], day: number): Draft =>
    ({ audit_id, state, finished_at: `2026-03-0${day}T10:00:00Z` }) as Draft;
  const drafts = [draft('late', 'ready', 3), draft('open', 'filling', 1), draft('early', 'ready', 2), draft('bad', 'refused', 4)];
  expect(inOrder(drafts).map(({ audit_id }) => audit_id)).toEqual(['bad', 'early', 'late']);
});
