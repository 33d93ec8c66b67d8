import { describe, expect, it } from 'vitest';
import type { StoredUser } from '../../../api/schema';
import { changeOf, draftOf, fieldsOf, fresh, isGone, madeUp, wrongIn, type Draft } from './draft';

const GOOD: Draft = { ...fresh('lt'), account: 'Ona@Example.org ', name: 'Ona', password: 'long enough' };

describe('an account that is being written', () => {
  it('names everything that is wrong at once', () => {
    expect(wrongIn({ ...fresh('en'), role: 'manager', email: 'nowhere' }, true)).toEqual([
      'name', 'account', 'regions', 'email', 'password',
    ]);
    expect(wrongIn({ ...GOOD, role: 'admin', email: 'jürgen@firma.de' }, true)).toEqual(['email']);
    expect(wrongIn(GOOD, true)).toEqual([]);
  });

  it('keeps its password unless a new one is given', () => {
    expect(wrongIn({ ...GOOD, password: '' }, false)).toEqual([]);
    expect(wrongIn({ ...GOOD, password: 'short' }, false)).toEqual(['password']);
    expect(changeOf({ ...GOOD, password: '' }, true)).not.toHaveProperty('password');
  });

  it('is sent in small letters, with regions for managers and an e-mail for the desk only', () => {
    const full = { ...GOOD, regions: ['r'], email: ' ona@example.org ' };
    expect(changeOf(full, true)).toMatchObject({ account: 'ona@example.org', region_ids: [], email: null, active: true });
    expect(changeOf({ ...full, role: 'manager' }, false)).toMatchObject({
      region_ids: ['r'], email: 'ona@example.org', active: false,
    });
  });

  it('survives being read back', () => {
    const stored = { id: 'u', account: 'ona', name: 'Ona', role: 'manager', region_ids: ['r'], email: null } as StoredUser;
    expect(changeOf(draftOf(stored), true)).toEqual({
      account: 'ona', name: 'Ona', role: 'manager', region_ids: ['r'], language: 'en', active: true, email: null,
    });
  });

  it('finds the field of what the server refuses', () => {
    const fault = (path: string) => ({ path, code: 'x', message: '', severity: 'error' as const });
    expect(fieldsOf([fault('region_ids[3]'), fault('password'), fault('elsewhere')])).toEqual(['regions', 'password']);
  });
});

describe('a password that is made up', () => {
  it('passes over the bytes that would favour some letters', () => {
    const bytes = [255, 0, 248, 30, ...Array.from({ length: 40 }, () => 31)];
    expect(madeUp(() => bytes.shift() ?? 0)).toBe('a9aa-aaaa-aaaa-aaaa');
  });

  it('is long enough and never the same', () => {
    expect(madeUp()).toMatch(/^([a-z2-9]{4}-){3}[a-z2-9]{4}$/);
    expect(madeUp()).not.toBe(madeUp());
  });
});

it('knows an account that was removed', () => {
  const user = { id: '0a-1b', account: 'removed-0a1b' } as StoredUser;
  expect(isGone(user)).toBe(true);
  expect(isGone({ ...user, account: 'removed-somebody' })).toBe(false);
});
