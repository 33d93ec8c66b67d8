import { expect, test } from 'vitest';
import { messages } from '../../../i18n/en';
import { flagWords, type Flag, type Telling } from './flagWords';
import { length, metresBetween } from './metres';

const telling: Telling = {
  t: messages.review,
  locale: 'en-GB',
  zone: 'Europe/Vilnius',
  others: [{ id: 'a', branch_id: 'b', branch_name: 'Kaunas', status: 'finalised', occurred_at: '2026-05-03T09:00:00Z' }],
};

test('a flag names what was found and the facts behind it', () => {
  const photo = { item: 'front', photo: 'p', other_photo: 'q', other_audit: 'a', other_at: '2026-05-03T09:00:00Z' };
  const same: Flag = { kind: 'same_photo', ...photo, bits: 2, same_file: false, same_shopper: true };
  expect(flagWords(same, telling)).toEqual([
    'The same picture as in the audit of Kaunas of 3 May 2026: 2 of 64 marks differ.',
    'By the same shopper.',
  ]);
  const far: Flag = { kind: 'far_away', item: 'front', photo: 'p', metres: 91_420, accuracy: 30 };
  expect(flagWords(far, telling)).toEqual(['Taken 91 km from the branch.', 'The phone was sure to within 30 m.']);
  const fast: Flag = { kind: 'too_fast', seconds: 120, expected: 1200, measure: 'shopper' };
  expect(flagWords(fast, telling)[1]).toBe('This shopper usually takes 20 mins for this checklist.');
  expect(flagWords({ kind: 'clock_off', seconds: -600 }, telling)).toEqual(['The phone’s clock was 10 mins behind.']);
  expect(flagWords({ kind: 'odd_date', seconds: 2500 * 86_400 }, telling)).toEqual([
    'By the phone’s clock it began 2,500 days before it arrived here.',
  ]);
});

test('distances are those of the server', () => {
  const [vilnius, kaunas] = [{ latitude: 54.6872, longitude: 25.2797 }, { latitude: 54.8985, longitude: 23.9036 }];
  expect(Math.round(metresBetween(vilnius, kaunas) / 1000)).toBe(91);
  expect(metresBetween(vilnius, vilnius)).toBe(0);
  expect(length('en-GB', 44)).toBe('40 m');
  expect(length('de-DE', 1440)).toBe('1,4 km');
});
