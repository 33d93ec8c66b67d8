import { expect, test } from 'vitest';
import type { Duration } from '../api/schema';
import { thresholds } from './thresholds';

const wait = (more: object): Duration => ({ kind: 'duration', key: 'wait', text: { en: 'Wait' }, measures: ['wait'], ...more }) as Duration;

test('a premium branch must be sooner, a basic one may be later', () => {
  const item = wait({ good: 60, bad: 180 });
  expect(thresholds(item, 'standard')).toEqual({ good: 60, bad: 180 });
  expect(thresholds(item, 'premium')).toEqual({ good: 40, bad: 120 });
  expect(thresholds(item, 'basic')).toEqual({ good: 90, bad: 270 });
});

test('no tier moves a threshold past the hard failure', () => {
  expect(thresholds(wait({ good: 300, bad: 1800, hard_fail: 1800 }), 'basic')).toEqual({ good: 450, bad: 1800 });
});

test('what is not scored has none', () => {
  expect(thresholds(wait({}), 'premium')).toBeNull();
});
