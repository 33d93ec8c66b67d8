import { expect, test } from 'vitest';
import { chosenAfter, withNarrative, withoutApplying, withValue } from './changes';

const yes = { kind: 'yes_no', value: true } as const;

test('what does not apply keeps its value beneath, and it comes back', () => {
  const off = withoutApplying({ value: yes, narrative: 'Shut' }, true);
  expect(off).toEqual({ value: yes, narrative: 'Shut', not_applicable: true });
  expect(withoutApplying(off, false)).toEqual({ value: yes, narrative: 'Shut' });
  expect(withoutApplying(undefined, true)).toEqual({ value: null, not_applicable: true });
});

test('a value replaces what was half typed, and nothing else', () => {
  expect(withValue({ value: null, typed: '1,', narrative: 'n' }, yes)).toEqual({ value: yes, narrative: 'n' });
  expect(withValue({ value: yes }, null, 'abc')).toEqual({ value: null, typed: 'abc' });
});

test('an emptied narrative leaves no trace', () => {
  expect(withNarrative({ value: yes, narrative: 'n' }, '')).toEqual({ value: yes });
  expect(withNarrative(undefined, 'n')).toEqual({ value: null, narrative: 'n' });
});

test('an exclusive option stands alone, whichever is ticked last', () => {
  const options = [{ key: 'seat' }, { key: 'water' }, { key: 'none', exclusive: true }];
  expect(chosenAfter(options, ['water'], 'seat', true)).toEqual(['seat', 'water']);
  expect(chosenAfter(options, ['seat', 'water'], 'none', true)).toEqual(['none']);
  expect(chosenAfter(options, ['none'], 'water', true)).toEqual(['water']);
  expect(chosenAfter(options, ['seat', 'water'], 'seat', false)).toEqual(['water']);
  expect(chosenAfter(options, ['none'], 'none', false)).toEqual([]);
});
