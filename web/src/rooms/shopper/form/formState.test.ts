import { expect, test, vi } from 'vitest';
import type { Checklist } from '../../../api/schema';
import type { Item } from '../../../api/types';
import type { DraftAnswer, PhotoRecord } from '../../../phone/records';
import type { Entry } from './entry.svelte';
import { FormState, type FormSource } from './formState.svelte';

const words = { en: '?' };
const yesNo = (key: string, more: object = {}): Item => ({ kind: 'yes_no', key, text: words, ...more });
const hangsOn = (item: string): object => ({ visible_if: { op: 'equals', item, value: true } });

const definition: Checklist = {
  key: 'visit',
  title: words,
  channel: 'visit',
  languages: ['en'],
  sections: [
    { key: 'one', title: words, items: [yesNo('open'), yesNo('greeted', hangsOn('open')), yesNo('smiled', hangsOn('greeted'))] },
    { key: 'two', title: words, ...hangsOn('open'), items: [yesNo('helped', { narrative_below: 0.5 })] },
    {
      key: 'three',
      title: words,
      items: [
        { kind: 'number', key: 'minutes', text: words, unit: words, maximum: 90, required: false },
        { kind: 'photo', key: 'receipt', text: words, minimum: 2 },
        { kind: 'duration', key: 'ringing', text: words, measures: ['ring'] },
        { kind: 'info', key: 'thanks', text: words },
      ],
    },
  ],
};

const answer = (value: boolean): DraftAnswer => ({ value: { kind: 'yes_no', value } });

function opened(source: Partial<FormSource> = {}): { form: FormState; saved: [string, DraftAnswer | null][] } {
  const saved: [string, DraftAnswer | null][] = [];
  const save = (item: string, draft: DraftAnswer | null): Promise<void> => {
    saved.push([item, draft]);
    return Promise.resolve();
  };
  const startedAt = '2026-03-02T09:00:00Z';
  return { saved, form: new FormState({ definition, drafts: {}, photos: [], taps: [], tier: 'standard', startedAt, refusal: null, marked: [], save, ...source }) };
}

const photo = (photo_id: string): PhotoRecord => ({ photo_id, item: 'receipt', position: 0, problem: null }) as PhotoRecord;

function at(form: FormState, key: string): Entry {
  const entry = form.entry(key);
  if (entry === undefined) throw new Error(key);
  return entry;
}

const shown = (form: FormState): string[] => form.sections.flatMap((section) => section.shown.map(({ key }) => key));

test('conditional items and sections appear and go, with everything that hangs on them', () => {
  const { form } = opened();
  expect(shown(form)).toEqual(['open', 'minutes', 'receipt', 'ringing', 'thanks']);
  form.change(at(form, 'open'), answer(true));
  form.change(at(form, 'greeted'), answer(true));
  expect(shown(form).slice(0, 4)).toEqual(['open', 'greeted', 'smiled', 'helped']);
  form.change(at(form, 'open'), answer(false));
  expect(form.sections.map(({ key }) => key)).toEqual(['one', 'three']);
  expect(shown(form)).not.toContain('smiled');
});

test('a hidden answer is kept and comes back', () => {
  const { form, saved } = opened({ drafts: { open: answer(true), greeted: answer(true) } });
  form.change(at(form, 'open'), answer(false));
  form.change(at(form, 'open'), answer(true));
  expect(at(form, 'greeted').answer).toEqual({ kind: 'yes_no', value: true });
  expect(saved.map(([item]) => item)).toEqual(['open', 'open']);
});

test('every change is handed to be saved at once, in order', () => {
  const { form, saved } = opened();
  const minutes = at(form, 'minutes');
  form.change(minutes, { value: { kind: 'number', value: 1 } });
  form.change(minutes, { value: { kind: 'number', value: 12 } });
  form.change(minutes, null);
  expect(saved.map(([, draft]) => draft?.value ?? null)).toEqual([{ kind: 'number', value: 1 }, { kind: 'number', value: 12 }, null]);
});

test('settled waits for every write, and says when one failed', async () => {
  const ends: (() => void)[] = [];
  const { form } = opened({ save: () => new Promise((resolve) => ends.push(resolve)) });
  form.change(at(form, 'open'), answer(true));
  const done = vi.fn();
  const settled = form.settled().then(done);
  await Promise.resolve();
  expect(done).not.toHaveBeenCalled();
  ends[0]?.();
  await settled;
  expect(done).toHaveBeenCalledWith(true);
});

test('what could not be saved stays on the page and is saved again', async () => {
  let full = true;
  const saved: string[] = [];
  const save = (item: string): Promise<void> => {
    if (full) return Promise.reject(new Error('full'));
    saved.push(item);
    return Promise.resolve();
  };
  const { form } = opened({ save });
  form.change(at(form, 'open'), answer(true));
  expect(await form.settled()).toBe(false);
  expect(form.trouble).toEqual(new Error('full'));
  expect(at(form, 'open').answer).toEqual({ kind: 'yes_no', value: true });
  full = false;
  form.retry();
  expect(await form.settled()).toBe(true);
  expect([saved, form.trouble]).toEqual([['open'], null]);
});

test('only the latest value of an item decides whether it is saved', async () => {
  const ends: { resolve: () => void; reject: (error: Error) => void }[] = [];
  const { form } = opened({ save: () => new Promise((resolve, reject) => ends.push({ resolve, reject })) });
  form.change(at(form, 'open'), answer(true));
  form.change(at(form, 'open'), answer(false));
  ends[0]?.reject(new Error('dropped'));
  ends[1]?.resolve();
  expect(await form.settled()).toBe(true);
  expect(form.trouble).toBeNull();
});

test('progress counts what is asked and answered without fault', () => {
  const { form } = opened();
  expect([form.done, form.required]).toEqual([0, 3]);
  form.change(at(form, 'open'), answer(true));
  expect([form.done, form.required]).toEqual([1, 5]);
  form.change(at(form, 'helped'), answer(false));
  expect(at(form, 'helped').demanding).toBe(true);
  expect(form.done).toBe(1);
  form.change(at(form, 'helped'), { ...answer(false), narrative: 'Turned away.' });
  expect(form.done).toBe(2);
});

test('photos and the timed call answer their items from outside', () => {
  const { form } = opened();
  const taps = [
    { phase: 'dial' as const, at: 1_800_000_000_000 },
    { phase: 'ended' as const, at: 1_800_000_009_000 },
  ];
  form.attach([photo('p1')], taps);
  expect(at(form, 'ringing').answer).toMatchObject({ seconds: 9 });
  expect(at(form, 'receipt').own).toEqual([{ path: 'answers.receipt.photos', code: 'too_few_photos' }]);
  form.attach([photo('p1'), photo('p2')], taps);
  expect(at(form, 'receipt').done).toBe(true);
});

test('what is put in counts as durable only when every photo is in the store', async () => {
  let end: (complete: boolean) => void = () => undefined;
  const { form } = opened({ prepared: () => new Promise((resolve) => (end = resolve)) });
  for (const complete of [true, false]) {
    const said = vi.fn();
    const settled = form.settled().then(said);
    await new Promise((resolve) => setTimeout(resolve));
    expect(said).not.toHaveBeenCalled();
    end(complete);
    await settled;
    expect(said).toHaveBeenCalledWith(complete);
  }
});

test('faults are told after a section was left, and go as they are mended', () => {
  const { form } = opened();
  const [first, last] = form.sections;
  if (!first || !last) throw new Error('no sections');
  expect(form.faulty()).toEqual([]);
  form.check([first]);
  expect(form.faulty().map(({ entry }) => entry.key)).toEqual(['open']);
  form.change(at(form, 'open'), answer(false));
  expect(form.faulty()).toEqual([]);
  form.check();
  expect(form.faulty().map(({ entry }) => entry.key)).toEqual(['receipt', 'ringing']);
});

test('a number half typed is a fault, although the item is optional', () => {
  const { form } = opened();
  form.change(at(form, 'minutes'), { value: null, typed: '1x' });
  form.check();
  expect(form.faulty().map(({ entry }) => entry.faults[0]?.code)).toContain('number_unreadable');
});

test('what the server refused is told at once and goes with the next change of the item', () => {
  const refused = [
    { path: 'answers.open.value', code: 'malformed' },
    { path: 'finished_at', code: 'finished_before_start' },
  ];
  const refusal = { code: 'invalid_audit', detail: '', at: '', faults: refused.map((fault) => ({ ...fault, message: '' })) };
  const { form } = opened({ refusal, drafts: { open: answer(false) } });
  expect(form.refused).toBe(true);
  expect(form.faulty().map(({ entry }) => [entry.key, entry.faults[0]?.code])).toEqual([['open', 'malformed']]);
  form.change(at(form, 'open'), answer(true));
  expect([form.faulty(), form.refused]).toEqual([[], false]);
});

test('a refused photo is a fault until it is taken again', () => {
  const problem = { code: 'photo_corrupt', detail: '', at: '', faults: [] };
  const { form } = opened();
  form.attach([photo('p1'), { ...photo('p2'), problem }], []);
  form.check();
  expect(at(form, 'receipt').faults.map(({ code }) => code)).toEqual(['photo_refused']);
  form.attach([photo('p1'), photo('p3')], []);
  expect(at(form, 'receipt').faults).toEqual([]);
});

test('a fault of the server about photos goes when there are others', () => {
  const faults = [{ path: 'answers.receipt.photos', code: 'too_many_photos', message: '' }];
  const { form } = opened({ photos: [photo('p1'), photo('p2')], refusal: { code: 'invalid_audit', detail: '', at: '', faults } });
  form.attach([photo('p1'), photo('p2')], []);
  expect(at(form, 'receipt').refused).toHaveLength(1);
  form.attach([photo('p1'), photo('p3')], []);
  expect(at(form, 'receipt').refused).toEqual([]);
});

test('the reviewer marks items', () => {
  const { form } = opened({ marked: ['open'] });
  expect(form.sections.filter(({ marked }) => marked).map(({ key }) => key)).toEqual(['one']);
});

test('on a clock that was set back, the first moment that was timed begins the audit for every item', () => {
  const timed: Item[] = [
    { kind: 'duration', key: 'queue', text: words, measures: ['wait'], ...hangsOn('open') },
    { kind: 'callback', key: 'promise', text: words, due_within: 3600 },
    { kind: 'datetime', key: 'left', text: words },
  ];
  const segments = [{ phase: 'wait' as const, started_at: '2026-03-02T08:51:00Z', seconds: 60 }];
  const { form } = opened({
    definition: { ...definition, sections: [{ key: 'one', title: words, items: [yesNo('open'), ...timed] }] },
    drafts: {
      open: answer(true),
      queue: { value: { kind: 'duration', seconds: 60, segments } },
      promise: { value: { kind: 'callback', owed_since: '2026-03-02T08:53:00Z', promised: true } },
      left: { value: { kind: 'datetime', at: '2026-03-02T08:55:00Z' } },
    },
  });
  expect(['queue', 'promise', 'left'].flatMap((key) => at(form, key).own)).toEqual([]);
  expect(form.began).toBe(Date.parse('2026-03-02T08:51:00Z'));
  // What is hidden is not sent, and begins nothing.
  form.change(at(form, 'open'), answer(false));
  expect(at(form, 'promise').own).toEqual([{ path: 'answers.promise.owed_since', code: 'time_before_start' }]);
});

test('a time before the start is told while it still stands on the screen', () => {
  const items: Item[] = [yesNo('open'), { kind: 'callback', key: 'promise', text: words, due_within: 3600 }];
  const { form } = opened({ definition: { ...definition, sections: [{ key: 'one', title: words, items }] } });
  const owed = (owed_since: string): DraftAnswer => ({ value: { kind: 'callback', owed_since, promised: true } });
  form.change(at(form, 'promise'), owed('2026-03-01T20:00:00Z'));
  expect(form.faulty().map(({ entry }) => [entry.key, entry.faults[0]?.code])).toEqual([['promise', 'time_before_start']]);
  form.change(at(form, 'promise'), owed('2026-03-02T20:00:00Z'));
  expect(form.faulty()).toEqual([]);
});

test('what another tab wrote is taken over, except where something newer stands here', async () => {
  let full = false;
  const { form } = opened({
    drafts: { open: answer(true), helped: answer(true) },
    save: () => (full ? Promise.reject(new Error('full')) : Promise.resolve()),
  });
  full = true;
  form.change(at(form, 'helped'), answer(false));
  const typed: DraftAnswer = { value: { kind: 'number', value: 3 } };
  await form.refresh(() => {
    full = false;
    form.change(at(form, 'minutes'), typed);
    return Promise.resolve({ open: answer(true), greeted: answer(true), helped: answer(true), minutes: { ...typed, narrative: 'Old' } });
  });
  expect(at(form, 'greeted').draft).toEqual(answer(true));
  expect(shown(form)).toContain('smiled');
  expect([at(form, 'helped').draft, at(form, 'minutes').draft]).toEqual([answer(false), typed]);
  await form.refresh(() => Promise.resolve({ open: answer(false) }));
  expect([at(form, 'open').draft, at(form, 'greeted').draft]).toEqual([answer(false), undefined]);
});
