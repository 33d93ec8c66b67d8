/**
 * Photos on their way from the camera to the store. They outlive the screen on which they were chosen: whoever sends
 * waits for them, and what could not be kept is told until the shopper has answered to it.
 */
import { NotAPhoto } from '../../../camera/notAPhoto';
import { lasting } from '../../../phone/unfinished';
import { isPhoneError } from '../phoneError';

export type Why = 'full' | 'failed' | 'unreadable';
export type Lost = { auditId: string; item: string; why: Why };

type Job = { auditId: string; item: string; ended: Promise<void> };

let jobs = $state.raw<readonly Job[]>([]);
let lost = $state.raw<readonly Lost[]>([]);

/** How many of this audit, or of one of its items, are not in the store yet. */
export function preparing(auditId: string, item?: string): number {
  return jobs.filter((job) => job.auditId === auditId && (item === undefined || job.item === item)).length;
}

export function lostPhotos(auditId: string): readonly Lost[] {
  return lost.filter((one) => one.auditId === auditId);
}

/** The shopper takes another photo, or does without. */
export function forgive(auditId: string, item: string): void {
  lost = lost.filter((one) => one.auditId !== auditId || one.item !== item);
}

/** Watches over one photo until it is in the store. */
export function prepare(auditId: string, item: string, work: Promise<unknown>): void {
  const ended = work.then(
    () => undefined,
    (error: unknown) => {
      forgive(auditId, item);
      lost = [...lost, { auditId, item, why: whyLost(error) }];
    },
  );
  const job: Job = { auditId, item, ended: ended.then(() => void (jobs = jobs.filter((other) => other !== job))) };
  jobs = [...jobs, job];
  void lasting(job.ended);
}

/** Resolves when every photo of this audit is in the store; false when one could not be kept. */
export async function prepared(auditId: string): Promise<boolean> {
  for (let mine = jobsOf(auditId); mine.length > 0; mine = jobsOf(auditId)) await Promise.all(mine);
  return lostPhotos(auditId).length === 0;
}

export function whyLost(error: unknown): Why {
  if (isPhoneError(error, 'storage_full')) return 'full';
  return error instanceof NotAPhoto ? 'unreadable' : 'failed';
}

function jobsOf(auditId: string): Promise<void>[] {
  return jobs.filter((job) => job.auditId === auditId).map(({ ended }) => ended);
}
