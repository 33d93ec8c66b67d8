import { describe, expect, it } from 'vitest';
import type { Answer, Item } from '../../../api/types';
import { correctionOf, editable, entryOf } from './corrections';

const text = { en: 'x' };
const options = ['a', 'b', 'c'].map((key) => ({ key, text }));
const scale = { kind: 'scale', key: 'tone', text, levels: [text, text, text] } as Item;
const several = { kind: 'multi_choice', key: 'm', text, options } as Item;

function made(item: Item, before: Answer | undefined, change: Partial<ReturnType<typeof entryOf>>): Answer | undefined {
  return correctionOf(item, before, { ...entryOf(before), ...change });
}

describe('a correction', () => {
  it('is nothing while nothing is entered', () => {
    expect(made(scale, { kind: 'scale', level: 2 }, {})).toBeUndefined();
    expect(made(several, { kind: 'multi_choice', options: ['b', 'a'] }, {})).toBeUndefined();
    expect(made(scale, { kind: 'scale', level: 2 }, { value: '2' })).toBeUndefined();
  });

  it('says what was entered, with its words', () => {
    expect(made(scale, { kind: 'scale', level: 2, narrative: 'Cold.' }, { value: '3' })).toEqual({
      kind: 'scale',
      level: 3,
      narrative: 'Cold.',
    });
    expect(made(scale, { kind: 'scale', level: 2, narrative: 'Cold.' }, { value: '2', narrative: '' })).toEqual({
      kind: 'scale',
      level: 2,
    });
    expect(made(several, { kind: 'multi_choice', options: ['a'] }, { several: ['c', 'a'] })).toEqual({
      kind: 'multi_choice',
      options: ['a', 'c'],
    });
    expect(made(scale, { kind: 'scale', level: 2 }, { value: 'na' })).toEqual({ kind: 'not_applicable' });
    expect(made({ kind: 'yes_no', key: 'y', text } as Item, { kind: 'yes_no', value: true }, { value: 'no' })).toEqual({
      kind: 'yes_no',
      value: false,
    });
  });

  it('marks a time as typed, and takes no letters for a number', () => {
    const wait = { kind: 'duration', key: 'w', text, measures: ['wait'] } as Item;
    expect(made(wait, undefined, { value: '30' })).toEqual({ kind: 'duration', seconds: 30, typed_by_hand: true });
    expect(made(wait, undefined, { value: 'soon' })).toBeUndefined();
  });

  it('cannot be entered for every kind', () => {
    expect([editable(scale), editable({ kind: 'photo', key: 'p', text } as Item)]).toEqual([true, false]);
  });
});
