import { expect, test } from 'vitest';
import { digits } from './digits';

test.each([
  [0, '0:00'],
  [7.96, '0:07'],
  [754, '12:34'],
  [3600, '1:00:00'],
  [93_909, '26:05:09'],
  [-3, '0:00'],
])('%d seconds are %s', (seconds, shown) => {
  expect(digits(seconds)).toBe(shown);
});
