/** What the phone itself refuses to do; screens decide by the code. */
export type PhoneErrorCode =
  /** No room left: nothing of this change was kept, everything earlier was. */
  | 'storage_full'
  /** Submitted: reopen it before changing it. */
  | 'draft_closed'
  | 'draft_gone'
  /** What should be begun is no longer planned, or was never heard of here. */
  | 'assignment_gone'
  /** On its way, and nobody knows yet whether it arrived. */
  | 'draft_underway'
  /** Another tab runs a newer version: load the page again. */
  | 'outdated'
  /** The store was removed: whoever it belonged to has left. */
  | 'store_removed'
  | 'photo_empty'
  /** Photos of this audit are not developed yet: it cannot be submitted without them. */
  | 'photos_undeveloped'
  /** The server's answer was not the server's. */
  | 'unreachable'
  | 'signed_out'
  /** A file that is not a record of ours, or of a version that is not known here. */
  | 'import_malformed'
  | 'import_other_user'
  /** The audit of this file is on this phone already. */
  | 'import_present'
  /** The audit of this file has arrived already. */
  | 'import_sent'
  /** A photo in the file is not what it was. */
  | 'import_damaged';

export class PhoneError extends Error {
  constructor(readonly code: PhoneErrorCode) {
    super(code);
  }
}
