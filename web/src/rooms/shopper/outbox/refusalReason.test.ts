import { expect, test } from 'vitest';
import { messages } from '../../../i18n/en';
import { refusalReasonOf } from './refusalReason';

const why = (code: string): { words: string; remedy: string } => refusalReasonOf({ code, detail: '', faults: [], at: '' }, messages);

test('every refusal of a photo sends the shopper to the form', () => {
  for (const code of ['photo_corrupt', 'photo_too_large', 'photo_differs', 'photo_taken']) expect(why(code).remedy).toBe('retake');
  expect(why('photo_corrupt').words).toBe(messages.field.why.photo_refused);
  expect(why('photo_taken').words).toBe(messages.field.why.photo_taken);
});

test('what is not the fault of the audit goes on by itself', () => {
  for (const code of ['unreachable', 'database_unavailable', 'status_502', 'upload_offset', 'photos_missing']) expect(why(code).remedy).toBe('retry');
});

test('an unknown refusal is named, and the work can be exported', () => {
  expect(why('brand_new')).toEqual({ words: messages.field.why.other('brand_new'), remedy: 'export' });
});
