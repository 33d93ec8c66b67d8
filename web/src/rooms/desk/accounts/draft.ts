/** An account while somebody writes it. */
import type { Role } from '../../../api/types';
import type { Fault, StoredUser, UserChange } from '../../../api/schema';

export type Draft = {
  account: string;
  name: string;
  role: Role;
  regions: string[];
  language: string;
  email: string;
  password: string;
};
export type Field = 'account' | 'name' | 'regions' | 'email' | 'password';
export type Wrong = Field | 'taken';

export const ROLES: readonly Role[] = ['admin', 'reviewer', 'manager', 'trainer', 'shopper'];
/** Who gets alerts. */
export const DESK: readonly Role[] = ['admin', 'reviewer', 'manager'];
export const PASSWORD_MIN = 10;

/** As the server reads them (documents/accounts.py). */
const ACCOUNT = /^[a-z0-9][a-z0-9._@+-]{1,99}$/;
const EMAIL = /^(?=[!-~]+$)[^@\s<>",;:]+@[^@\s<>",;:]+\.[^@\s<>",;:]+$/;
/** Without what is mistaken for something else when it is read out or copied by hand. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

export function fresh(language: string): Draft {
  return { account: '', name: '', role: 'shopper', regions: [], language, email: '', password: '' };
}

export function draftOf(user: StoredUser): Draft {
  const { account, name, role, region_ids: regions = [], language = 'en', email } = user;
  return { account, name, role, regions: [...regions], language, email: email ?? '', password: '' };
}

/** What must be mended before it is sent, in the order of the fields. */
export function wrongIn(draft: Draft, isNew: boolean): Field[] {
  const email = draft.email.trim();
  const short = draft.password.length < PASSWORD_MIN && (isNew || draft.password !== '');
  const faults: [Field, boolean][] = [
    ['name', draft.name.trim() === ''],
    ['account', !ACCOUNT.test(accountOf(draft))],
    ['regions', draft.role === 'manager' && draft.regions.length === 0],
    ['email', DESK.includes(draft.role) && email !== '' && !EMAIL.test(email)],
    ['password', short],
  ];
  return faults.filter(([, wrong]) => wrong).map(([field]) => field);
}

/** Where the server's faults belong; what fits no field stays out. */
export function fieldsOf(faults: readonly Fault[]): Field[] {
  const names: Record<string, Field> = { account: 'account', name: 'name', region_ids: 'regions', email: 'email', password: 'password' };
  return faults.flatMap(({ path }) => names[path.replace(/[.[].*$/s, '')] ?? []);
}

export function changeOf(draft: Draft, active: boolean): UserChange {
  const { name, role, language, password } = draft;
  return {
    account: accountOf(draft),
    name: name.trim(),
    role,
    region_ids: role === 'manager' ? draft.regions : [],
    language,
    active,
    email: DESK.includes(role) && draft.email.trim() !== '' ? draft.email.trim() : null,
    ...(password === '' ? {} : { password }),
  };
}

/** Signing in does not tell capitals from small letters, so an account has none. */
export function accountOf({ account }: Pick<Draft, 'account'>): string {
  return account.trim().toLowerCase();
}

/** Four groups of four letters: some 79 bits, and short enough to be read out on the phone. */
export function madeUp(random: () => number = secureByte): string {
  const letter = (): string => {
    // The bytes that are left over would make the first letters likelier.
    const byte = random();
    return byte < 256 - (256 % LETTERS.length) ? (LETTERS[byte % LETTERS.length] ?? '') : letter();
  };
  const group = (): string => Array.from({ length: 4 }, letter).join('');
  return Array.from({ length: 4 }, group).join('-');
}

function secureByte(): number {
  return crypto.getRandomValues(new Uint8Array(1))[0] ?? 0;
}

/** Its shopper asked to be forgotten: there is nothing left to change. */
export function isGone({ id, account }: StoredUser): boolean {
  return account === `removed-${id.replaceAll('-', '')}`;
}
