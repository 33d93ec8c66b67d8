/** What the phone keeps, one shopper in one database. Ids are UUIDs; moments are ISO 8601 unless a name says otherwise. */
import type { ChecklistRef, PhoneAssignment, PhoneAudit, Receipt, Snapshot as Body } from '../api/schema';
import type { Answer } from '../api/types';

/** A problem as it is shown long after the answer has gone. */
export type StoredProblem = {
  code: string;
  detail: string;
  faults: { path: string; code: string; message: string }[];
  at: string;
};

/** How sending goes. `not_before` is the phone's clock in milliseconds; `attempts` counts failures in a row. */
export type Sending = { attempts: number; not_before: number; problem: StoredProblem | null };

/** waiting: submitted, but a callback is open; ready: in the outbox; refused: "needs you". */
export type DraftState = 'filling' | 'waiting' | 'ready' | 'refused';

export type Draft = {
  audit_id: string;
  assignment_id: string;
  revision: number;
  checklist: ChecklistRef;
  language: string;
  staff_alias: string;
  started_at: string;
  finished_at: string | null;
  /** The section last looked at. */
  opened: string | null;
  state: DraftState;
  sending: Sending;
  /** Handed to the network, and nobody knows yet whether it arrived: it cannot be reopened until that is known. */
  underway: boolean;
  /** Milliseconds of the phone's clock. */
  saved_at: number;
};

export type DraftAnswer = {
  /** The answer as it travels, without its narrative. */
  value: Answer | null;
  /** Keeps the value beneath. */
  not_applicable?: true;
  narrative?: string;
  /** What stands in a number field while it is no number. */
  typed?: string;
  /** When a tap was made whose answer is not complete yet: a stopwatch started, somebody called back. Milliseconds. */
  stamp?: number;
  /** The shopper does not wait for this callback any longer. */
  given_up?: true;
};

export type CallPhase = 'dial' | 'ring' | 'menu' | 'hold' | 'talk' | 'ended';

/** `at` is wall clock, in milliseconds: it goes on while the page is dead. */
export type CallTap = { phase: CallPhase; at: number };

export type PhotoFacts = {
  taken_at: string | null;
  latitude: number | null;
  longitude: number | null;
  accuracy: number | null;
};

/** The bytes are in a table of their own. `offset` counts the bytes that the server has. */
export type PhotoRecord = {
  photo_id: string;
  audit_id: string;
  item: string;
  position: number;
  /** HEIC where the browser cannot make a JPEG of it. */
  type: 'image/jpeg' | 'image/heic';
  bytes: number;
  sha256: string;
  facts: PhotoFacts;
  thumbnail: ArrayBuffer | null;
  offset: number;
  /** arrived: the server has all of it. Only a receipt lets the bytes on the phone go. */
  state: 'kept' | 'arrived';
  problem: StoredProblem | null;
};

/**
 * A photo as it came from the camera, until it is developed: then the photo takes its place, id and position. What was
 * known when it was taken stands beside it, because it may be developed days later.
 */
export type Original = Pick<PhotoRecord, 'photo_id' | 'audit_id' | 'item' | 'position' | 'bytes' | 'facts'> & {
  /** May a file that cannot be developed here keep where it was taken. */
  consent: boolean;
  /** The photo that goes when this one is developed: it was taken again. */
  replaces: string | null;
  /** How often developing has begun: it may be what kills the page. */
  tries: number;
  /** It waits for its shopper, and is not tried again without being asked for. */
  why: 'failed' | 'unreadable' | null;
};

export type Note = {
  note_id: string;
  assignment_id: string;
  kind: 'problem' | 'decline';
  text: string;
  noted_at: string;
  sending: Sending;
  sent: boolean;
  /** The server will not take it, however often it is sent. */
  refused: boolean;
};

export type ReceiptRecord = { receipt: Receipt; assignment_id: string; kept_at: number };

/** The state of the queue as a whole. */
export type Queue = {
  /** signed_out: nothing is sent until this shopper signs in again. */
  paused: 'signed_out' | null;
  /** Of the network as a whole; each audit has its own besides. */
  sending: Sending;
  /** The audit whose parts travel just now. */
  current: string | null;
};

/** The answer of `GET /api/sync`, and its parts. */
export type SyncBody = Body;
export type SyncAssignment = PhoneAssignment;
export type SyncAudit = PhoneAudit;

/** What the server said last. `fetched_at` is the phone's clock in milliseconds. */
export type Snapshot = { etag: string; body: SyncBody; fetched_at: number };
