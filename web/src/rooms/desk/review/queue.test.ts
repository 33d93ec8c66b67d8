import { expect, test, vi } from 'vitest';
import { api } from '../../../api/client';
import type { QueueGroup } from '../../../api/schema';
import { addressOf, chosenIn, countOf, NOTHING_CHOSEN, readQueue, type Queue } from './queue';

const group = (region_id: string, flagged: boolean, audits: number, checklist = 'visit'): QueueGroup => ({
  programme_id: 'p',
  region_id,
  checklist,
  flagged,
  audits,
});
const groups = [group('north', true, 2), group('north', false, 3), group('south', false, 4, 'call')];

test('what is chosen is the address, and back', () => {
  const chosen = { flagged: true, programme: 'p', region: 'north', checklist: 'visit', days: 7 };
  const address = addressOf(chosen);
  expect(chosenIn(new URLSearchParams(address.split('?')[1]))).toEqual(chosen);
  expect(addressOf(NOTHING_CHOSEN)).toBe('#/queue');
  expect(chosenIn(new URLSearchParams('days=-5&flagged=maybe'))).toEqual(NOTHING_CHOSEN);
});

test('every choice tells how many audits it would show', () => {
  expect(countOf(groups, NOTHING_CHOSEN)).toBe(9);
  expect(countOf(groups, { ...NOTHING_CHOSEN, flagged: true })).toBe(2);
  const chosen = { ...NOTHING_CHOSEN, region: 'north', flagged: true };
  expect(countOf(groups, { ...chosen, region: 'south' }, 'flagged')).toBe(4);
  expect(countOf(groups, chosen, 'region')).toBe(2);
});

test('once the names are known, only rows and numbers are read again', async () => {
  const asked: string[] = [];
  let now = groups;
  vi.spyOn(api, 'GET').mockImplementation(((path: string) => {
    asked.push(path);
    const data = path === '/api/queue' ? { audits: [], groups: now, next: null } : path === '/api/regions' ? { regions: [] } : [];
    return Promise.resolve({ data, response: new Response() });
  }) as never);
  const known = {
    audits: [],
    groups: [],
    next: null,
    regions: [{ id: 'north' }, { id: 'south' }],
    programmes: [{ id: 'p' }],
    checklists: new Map([['visit', {}], ['call', {}]]),
  } as unknown as Queue;
  expect((await readQueue(NOTHING_CHOSEN, known)).groups).toEqual(groups);
  expect(asked).toEqual(['/api/queue']);
  now = [...groups, group('west', false, 1)];
  await readQueue(NOTHING_CHOSEN, known);
  expect(asked).toContain('/api/programmes');
  vi.restoreAllMocks();
});
