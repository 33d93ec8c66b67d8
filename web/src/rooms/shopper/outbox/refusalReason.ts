/** What is wrong with an audit that could not be sent, in the shopper's words, and what helps. */
import type { Messages } from '../../../i18n/en';
import type { StoredProblem } from '../../../phone/records';

/** mend: in the form. retake: a photo, in the form. retry: it goes on by itself. export: only the office can help. refresh: the server knows more. */
export type Remedy = 'mend' | 'retake' | 'retry' | 'export' | 'refresh';

export type RefusalReason = { words: string; remedy: Remedy };

type Known = Exclude<keyof Messages['field']['why'], 'other'>;

const REMEDIES: Record<Known, Remedy> = {
  invalid_audit: 'mend',
  photo_refused: 'retake',
  photo_differs: 'retake',
  photo_taken: 'retake',
  photo_lost: 'retake',
  checklist_missing: 'refresh',
  receipt_differs: 'export',
  photos_missing: 'retry',
  audit_differs: 'export',
  audit_state: 'export',
  audit_removed: 'export',
  revision_outdated: 'refresh',
  assignment_audited: 'export',
  not_found: 'export',
  note_differs: 'retry',
  unreachable: 'retry',
  too_many_attempts: 'retry',
  storage_full: 'retry',
  server: 'retry',
};

export function refusalReasonOf({ code }: StoredProblem, t: Messages): RefusalReason {
  const known = knownAs(code);
  return known === null ? { words: t.field.why.other(code), remedy: 'export' } : { words: t.field.why[known], remedy: REMEDIES[known] };
}

function knownAs(code: string): Known | null {
  if (code in REMEDIES) return code as Known;
  if (code === 'invalid_body') return 'invalid_audit';
  if (code === 'photo_damaged') return 'photo_lost';
  if (code.startsWith('photo_')) return 'photo_refused';
  return /^(internal_error|database_unavailable|upload_.*|status_5..)$/.test(code) ? 'server' : null;
}
