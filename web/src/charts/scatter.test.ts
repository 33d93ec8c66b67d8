import { expect, test } from 'vitest';
import { placed } from './scatter';

const point = (id: string, x: number, y: number) => ({ id, x, y, words: id });

test('the highest is on top, the lowest below, and nothing touches the edge', () => {
  const { dots, low, high } = placed([point('a', 0, 10), point('b', 100, 20)], 100);
  expect([low, high]).toEqual([10, 20]);
  expect(dots.map(({ left }) => left)).toEqual([0, 100]);
  expect(dots[0]?.top).toBeGreaterThan(90);
  expect(dots[1]?.top).toBeLessThan(10);
  expect(dots.every(({ top }) => top > 0 && top < 100)).toBe(true);
});

test('equal values lie in the middle', () => {
  expect(placed([point('a', 50, 7), point('b', 60, 7)], 100).dots.map(({ top }) => top)).toEqual([50, 50]);
});
