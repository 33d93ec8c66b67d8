import { expect, test } from 'vitest';
import { forest, middleOf, type Dot } from './forest';

const dot = (value: number, band: number, rival = false): Dot => ({ id: `${value}`, value, low: value - 5, high: value + 5, band, rival });

test('every branch has its interval and its dot, competitors apart', () => {
  const drawn = forest([dot(80, 1), dot(60.5, 1, true), dot(40, 2)]);
  expect(drawn.own.intervals).toBe('M750 16H850M350 80H450');
  expect(drawn.own.dots).toBe('M800 16h.01M400 80h.01');
  expect(drawn.rivals.intervals).toBe('M555 48H655');
});

test('groups are bands that fill the height without gaps', () => {
  const drawn = forest([dot(80, 1), dot(60, 1), dot(40, 2), dot(30, 3)]);
  expect(drawn.bands.map(({ number }) => number)).toEqual([1, 2, 3]);
  expect(drawn.bands.reduce((sum, band) => sum + band.height, 0)).toBeCloseTo(drawn.height);
  expect(drawn.bands[1]?.top).toBe(2 * drawn.step);
});

test('a thousand branches are no taller than a screen, and nobody falls off', () => {
  const many = forest(Array.from({ length: 1000 }, (_, n) => dot(90 - n / 20, 1)));
  expect(many.height).toBe(480);
  expect(middleOf(999, many.step)).toBeLessThan(480);
  expect(forest([]).bands).toEqual([]);
});
