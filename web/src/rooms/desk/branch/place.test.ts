import { expect, test } from 'vitest';
import { placeWords, readPlace } from './place';

test('a place is read as maps copy it', () => {
  const vilnius = { latitude: 54.6872, longitude: 25.2797 };
  expect(readPlace('54.6872, 25.2797')).toEqual(vilnius);
  expect(readPlace(' 54.6872 25.2797 ')).toEqual(vilnius);
  expect(readPlace('−33.9,18.4')).toEqual({ latitude: -33.9, longitude: 18.4 });
  expect(readPlace(placeWords(vilnius))).toEqual(vilnius);
});

test('nothing is no place, and anything else is wrong', () => {
  expect(readPlace('  ')).toBeNull();
  expect(placeWords(null)).toBe('');
  for (const wrong of ['91, 0', '0, 181', '54.6872', 'Vilnius', '1, 2, 3', '54,6872, 25,2797']) {
    expect(readPlace(wrong)).toBeUndefined();
  }
});
