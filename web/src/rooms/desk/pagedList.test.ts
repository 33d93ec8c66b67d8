import { expect, test, vi } from 'vitest';
import { PagedList } from './pagedList.svelte';

type Page = { rows: string[]; next: string | null };
type Answer = { resolve: (page: Page) => void; reject: (error: Error) => void };

/** A list whose pages arrive when the test says so, in any order. */
function slowList() {
  const firsts: Answer[] = [];
  const furthers: (Answer & { cursor: string })[] = [];
  const first = vi.fn(() => new Promise<Page>((resolve, reject) => firsts.push({ resolve, reject })));
  const further = vi.fn((cursor: string) => new Promise<Page>((resolve, reject) => furthers.push({ cursor, resolve, reject })));
  return { list: new PagedList({ first, further, rows: ({ rows }: Page) => rows }), firsts, furthers };
}

/** With the first of several pages on the screen. */
async function begun() {
  const slow = slowList();
  const loading = slow.list.load();
  slow.firsts[0]?.resolve({ rows: ['a'], next: 'after a' });
  await loading;
  return slow;
}

test('adds page after page until there is none left', async () => {
  const { list, furthers } = await begun();
  expect(list.hasMore).toBe(true);
  const second = list.more();
  furthers[0]?.resolve({ rows: ['b'], next: 'after b' });
  await second;
  const third = list.more();
  furthers[1]?.resolve({ rows: ['c'], next: null });
  await third;
  expect(furthers.map(({ cursor }) => cursor)).toEqual(['after a', 'after b']);
  expect(list.added).toEqual(['b', 'c']);
  expect(list.hasMore).toBe(false);
  await list.more();
  expect(furthers).toHaveLength(2);
});

test('asks once for a page, however often the button is pressed', async () => {
  const { list, furthers } = await begun();
  const presses = [list.more(), list.more()];
  furthers[0]?.resolve({ rows: ['b'], next: 'after b' });
  await Promise.all(presses);
  expect(furthers).toHaveLength(1);
  expect(list.added).toEqual(['b']);
});

test('a page that fails can be asked for again', async () => {
  const { list, furthers } = await begun();
  const failing = list.more();
  furthers[0]?.reject(new Error('away'));
  await failing;
  expect(list.trouble).toEqual(new Error('away'));
  const again = list.more();
  expect(list.trouble).toBeNull();
  furthers[1]?.resolve({ rows: ['b'], next: null });
  await again;
  expect(list.added).toEqual(['b']);
});

test.each(['comes', 'fails'])('a further page that %s after the list has begun anew is dropped', async (what) => {
  const { list, firsts, furthers } = await begun();
  const late = list.more();
  const loading = list.load();
  firsts[1]?.resolve({ rows: ['x'], next: 'after a' });
  await loading;
  if (what === 'comes') furthers[0]?.resolve({ rows: ['b'], next: null });
  else furthers[0]?.reject(new Error('away'));
  await late;
  expect([list.added, list.trouble, list.hasMore]).toEqual([[], null, true]);
});

test('a page asked for in the new list is awaited although one of the old list comes first', async () => {
  const { list, firsts, furthers } = await begun();
  const late = list.more();
  const loading = list.load();
  firsts[1]?.resolve({ rows: ['x'], next: 'after x' });
  await loading;
  const more = list.more();
  furthers[0]?.resolve({ rows: ['b'], next: null });
  await late;
  void list.more();
  expect(furthers).toHaveLength(2);
  furthers[1]?.resolve({ rows: ['y'], next: null });
  await more;
  expect(list.added).toEqual(['y']);
});

test('of two first pages that overtake each other, the one asked for later decides', async () => {
  const { list, firsts } = slowList();
  const earlier = list.load();
  const later = list.load();
  firsts[1]?.resolve({ rows: ['new'], next: null });
  await later;
  firsts[0]?.resolve({ rows: ['old'], next: 'after old' });
  await earlier;
  expect(list.hasMore).toBe(false);
});
