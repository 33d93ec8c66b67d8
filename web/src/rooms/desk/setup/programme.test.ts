import { expect, test } from 'vitest';
import { messages } from '../../../i18n/en';
import { complaintsAbout, draftOf, isMixed, monthsBefore, NEW_PROGRAMME, partsOf, stricter } from './programme';
import { withChanges } from './setup';

const STORED = {
  ...NEW_PROGRAMME,
  name: 'Clinics',
  client: 'Example',
  mix: { visit: 0.6667, call: 0.3333 },
  retention: { photo_months: 12, word_months: null, person_months: 24, audit_months: null },
};

test('what is stored comes back as it was', () => {
  const parts = partsOf(draftOf(STORED));
  expect(parts.mix).toEqual(STORED.mix);
  const thirds = draftOf({ ...STORED, mix: { visit: 1 / 3, call: 1 / 3, written: 1 / 3 } });
  expect(isMixed(thirds.mix)).toBe(true);
  expect(parts.retention).toEqual(STORED.retention);
  expect([parts.staff_notice, parts.show_scores_to_shoppers, parts.coaching]).toEqual([false, true, 'by_hand']);
});

test('only what was changed here is written', () => {
  const base = partsOf(draftOf(STORED));
  const changed = { ...base, client: 'Another' };
  const latest = { ...base, name: 'Renamed meanwhile', mask_words: ['moonlight'] };
  expect(withChanges(latest, { ...base, mask_words: [] }, { ...changed, mask_words: [] })).toEqual({ ...latest, client: 'Another' });
});

test('shares make a whole, or there are none', () => {
  expect(isMixed({})).toBe(true);
  expect(isMixed({ visit: '', call: '' })).toBe(true);
  expect(isMixed({ visit: '33.3333', call: '66.6667' })).toBe(true);
  expect(isMixed({ visit: '60', call: '30' })).toBe(false);
  expect(isMixed({ visit: '110', call: '-10' })).toBe(false);
  expect(partsOf({ ...draftOf(STORED), mix: { visit: '100', call: '0', written: '' } }).mix).toEqual({ visit: 1 });
});

test('each fault is at its field', () => {
  const t = messages.setup;
  const draft = { ...draftOf(STORED), name: ' ', tiers: [], mix: { visit: '50' } };
  draft.retention = { photos: '0', words: '1.5', anonymise: '12', erase: '600' };
  const found = complaintsAbout(draft, t);
  const months = ['retention.photo_months', 'retention.word_months', 'retention.person_months'];
  expect(Object.keys(found)).toEqual(['name', 'tiers', 'mix', ...months]);
  expect(complaintsAbout(draftOf(STORED), t)).toEqual({});
});

test('less is kept when months begin or become fewer', () => {
  const before = { photos: '12', words: '', anonymise: '24', erase: '60' };
  expect(stricter(before, { photos: '11', words: '5', anonymise: '36', erase: '' })).toEqual(['photos', 'words']);
});

test('months ago is the same day, or the last of its month', () => {
  const before = (day: string, months: number): string => monthsBefore(new Date(`${day}T12:00:00Z`), months).toISOString().slice(0, 10);
  expect(before('2026-11-22', 12)).toBe('2025-11-22');
  expect(before('2026-03-31', 1)).toBe('2026-02-28');
  expect(before('2026-01-15', 13)).toBe('2024-12-15');
});
