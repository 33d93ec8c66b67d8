import { describe, expect, it } from 'vitest';
import { addressOf, asked, isNarrowed, wishIn } from './wish';

const read = (text: string): ReturnType<typeof wishIn> => wishIn(new URLSearchParams(text));

describe('which appeals', () => {
  it('stands in the address, and comes back from it', () => {
    const wish = read('state=open&region=r&branch=b&checklist=visit&from=2026-03-01&to=2026-03-31');
    const address = addressOf(wish);
    expect(read(address.slice(address.indexOf('?') + 1))).toEqual(wish);
    expect(addressOf(read(''))).toBe('#/appeals');
  });

  it('asks for whole days, the last one included', () => {
    expect(asked(read('from=2026-03-01&to=2026-03-31'))).toEqual({ since: '2026-03-01T00:00:00.000Z', until: '2026-04-01T00:00:00.000Z' });
  });

  it('leaves out what is not chosen or makes no sense', () => {
    expect(asked(read('from=soon&to=2026-13-45&state=lost'))).toEqual({});
    expect(isNarrowed(read('state=open'))).toBe(false);
    expect(isNarrowed(read('branch=b'))).toBe(true);
  });
});
