import { describe, expect, it } from 'vitest';
import { ContentIds, enclosed, plainName, tooMany, type Enclosure } from './appeals.svelte';

describe('an appeal', () => {
  it('keeps its id while its content stays, and gets another with other content', () => {
    let made = 0;
    const ids = new ContentIds(() => String((made += 1)));
    const said = { items: ['tone'], reason: 'She did greet.' };
    expect([ids.idFor(said), ids.idFor({ ...said }), ids.idFor({ ...said, reason: 'No.' }), ids.idFor(said)]).toEqual([
      '1',
      '1',
      '2',
      '3',
    ]);
  });

  it('takes pictures and PDFs, and nothing else', () => {
    const kind = (name: string, type: string): string | undefined => enclosed(new File([''], name, { type }))?.kind;
    expect(kind('a.jpg', 'image/jpeg')).toBe('photo');
    expect(kind('a.HEIC', '')).toBe('photo');
    expect(kind('a.pdf', 'application/pdf')).toBe('paper');
    expect(kind('a.exe', 'application/octet-stream')).toBeUndefined();
  });

  it('holds ten pictures and five PDFs', () => {
    const some = (kind: Enclosure['kind'], count: number): Enclosure[] =>
      Array.from({ length: count }, (_, n) => ({ id: String(n), file: new File([''], 'a'), kind }));
    expect(tooMany([...some('photo', 10), ...some('paper', 5)])).toBe(false);
    expect(tooMany(some('photo', 11))).toBe(true);
    expect(tooMany(some('paper', 6))).toBe(true);
  });

  it('sends a name that the server takes', () => {
    expect(plainName('Dienstplan Mai.pdf')).toBe('Dienstplan Mai.pdf');
    expect(plainName('a/b\\c\u0000.pdf')).toBe('a b c .pdf');
    expect(plainName('  ')).toBe('paper.pdf');
    expect(plainName(`${'x'.repeat(200)}.pdf`)).toHaveLength(120);
  });
});
