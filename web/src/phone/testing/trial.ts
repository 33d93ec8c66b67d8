/** A phone, a server and a clock that the test turns. */
import { expect } from 'vitest';
import type { PhoneDatabase } from '../database';
import { readDraft } from '../drafts';
import { flush, type Pass } from '../outbox';
import { listPhotos, readPhotoBytes } from '../photos';
import { readReceipt } from '../receipts';
import type { Draft, PhotoRecord } from '../records';
import { freshPhone, knowing } from './phone';
import { assignment, USER } from './samples';
import { Server } from './server';

export class Trial {
  readonly server = new Server();
  readonly places = Array.from({ length: 4 }, () => assignment());
  now = Date.parse('2026-11-22T10:00:00Z');

  private constructor(readonly db: PhoneDatabase) {}

  static async begin(): Promise<Trial> {
    const trial = new Trial(await freshPhone());
    await knowing(trial.db, trial.places);
    return trial;
  }

  pass(urgent = false, dice = () => 0.5): Promise<Pass> {
    return flush(this.db, USER, { fetch: this.server.fetch, now: () => this.now, dice, urgent });
  }

  /** Tries again and again, as time goes by, until nothing is left; the number of passes. */
  async patiently(times = 30): Promise<number> {
    for (let time = 1; time <= times; time += 1) {
      const { left, wait } = await this.pass();
      if (left === 0) return time;
      this.now += (wait ?? 60_000) + 1;
    }
    throw new Error('it never arrived');
  }

  /** The server has it once, with the photos as they were taken, and the phone has let go. */
  async expectArrived(draft: Draft, photos: Pick<PhotoRecord, 'photo_id' | 'sha256'>[]): Promise<void> {
    expect(this.server.audits.get(draft.audit_id)).toHaveLength(1);
    for (const { photo_id, sha256 } of photos) {
      expect(this.server.stored(photo_id)?.sha256).toBe(sha256);
      expect(await readPhotoBytes(this.db, photo_id)).toBeNull();
    }
    expect(await readDraft(this.db, draft.audit_id)).toBeNull();
    expect(await listPhotos(this.db, draft.audit_id)).toEqual([]);
    expect(await readReceipt(this.db, draft.audit_id)).toMatchObject({ assignment_id: draft.assignment_id });
  }
}
