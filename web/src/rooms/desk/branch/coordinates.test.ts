import { expect, test } from 'vitest';
import { coordinatesText, readCoordinates } from './coordinates';

test('a place is read as maps copy it', () => {
  const vilnius = { latitude: 54.6872, longitude: 25.2797 };
  expect(readCoordinates('54.6872, 25.2797')).toEqual(vilnius);
  expect(readCoordinates(' 54.6872 25.2797 ')).toEqual(vilnius);
  expect(readCoordinates('−33.9,18.4')).toEqual({ latitude: -33.9, longitude: 18.4 });
  expect(readCoordinates(coordinatesText(vilnius))).toEqual(vilnius);
});

test('nothing is no place, and anything else is wrong', () => {
  expect(readCoordinates('  ')).toBeNull();
  expect(coordinatesText(null)).toBe('');
  for (const wrong of ['91, 0', '0, 181', '54.6872', 'Vilnius', '1, 2, 3', '54,6872, 25,2797']) {
    expect(readCoordinates(wrong)).toBeUndefined();
  }
});
