import { expect, test } from 'vitest';
import { everyPage } from './pages';

test('reads on until there is no next page', async () => {
  const asked: (string | undefined)[] = [];
  const pages = await everyPage(async (cursor) => {
    asked.push(cursor);
    return { next: asked.length < 3 ? `after ${asked.length}` : null };
  });
  expect(asked).toEqual([undefined, 'after 1', 'after 2']);
  expect(pages).toHaveLength(3);
});
