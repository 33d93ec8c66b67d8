import { expect, test } from 'vitest';
import { quantile } from './quantile';

test('the median of an even number lies between the two in the middle', () => {
  expect(quantile([10, 20, 40, 80], 0.5)).toBe(30);
  expect(quantile([10, 20, 40], 0.5)).toBe(20);
  expect(quantile([7], 0.9)).toBe(7);
  expect(quantile([0, 10], 0.9)).toBeCloseTo(9);
});
