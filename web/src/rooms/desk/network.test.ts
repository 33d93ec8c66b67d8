import { expect, test } from 'vitest';
import type { StoredBranch } from '../../api/schema';
import { byName, matching } from './network';

const branch = (name: string, address?: string): StoredBranch => ({ name, address }) as StoredBranch;
const branches = [branch('Šiauliai', 'Vilniaus g. 1'), branch('KADIKÖY ŞUBESİ'), branch('Malmö')];
const names = (query: string): string[] => matching(branches, query).map(({ name }) => name);

test('case, accents and dots do not matter', () => {
  expect(names('siauliai')).toEqual(['Šiauliai']);
  expect(names('kadıköy')).toEqual(['KADIKÖY ŞUBESİ']);
  expect(names('MALMO')).toEqual(['Malmö']);
});

test('the address is searched, and no query finds all', () => {
  expect(names('vilniaus')).toEqual(['Šiauliai']);
  expect(names('  ')).toHaveLength(3);
});

test('names stand in the order of the language, numbers in theirs', () => {
  const sorted = (locale: string, ...given: string[]): string[] => byName(given.map((name) => branch(name)), locale).map(({ name }) => name);
  expect(sorted('lt-LT', 'Vilnius', 'Šiauliai', 'Kaunas', 'Skuodas')).toEqual(['Kaunas', 'Skuodas', 'Šiauliai', 'Vilnius']);
  expect(sorted('sv-SE', 'Örebro', 'Lund 10', 'Åre', 'Lund 9')).toEqual(['Lund 9', 'Lund 10', 'Åre', 'Örebro']);
});
