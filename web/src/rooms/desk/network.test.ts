import { expect, test } from 'vitest';
import type { StoredBranch } from '../../api/schema';
import { matching } from './network';

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
