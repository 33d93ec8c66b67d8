/** Assignments, checklists and pictures for the tests of the phone. */
import type { Checklist } from '../../api/schema';
import type { SyncAssignment, SyncAudit, SyncBody } from '../records';

export const USER = '11111111-1111-4111-8111-111111111111';
export const OTHER_USER = '22222222-2222-4222-8222-222222222222';

const text = (words: string): Record<string, string> => ({ en: words });

const CHECKLIST: Checklist = {
  key: 'visit',
  title: text('Visit'),
  channel: 'visit',
  languages: ['en'],
  sections: [
    {
      key: 'arrival',
      title: text('Arrival'),
      items: [
        { kind: 'yes_no', key: 'greeted', text: text('Were you greeted?') },
        {
          kind: 'photo',
          key: 'front',
          text: text('Shop front'),
          required: false,
          visible_if: { op: 'equals', item: 'greeted', value: true },
        },
        { kind: 'text', key: 'words', text: text('Which words?'), required: false },
        { kind: 'callback', key: 'callback', text: text('Called back?'), due_within: 3600, required: false },
      ],
    },
  ],
};

export function assignment(id: string = crypto.randomUUID()): SyncAssignment {
  return {
    id,
    branch_id: crypto.randomUUID(),
    shopper_id: USER,
    checklist: { key: 'visit', version: 1 },
    channel: 'visit',
    scenario: 'You want to exchange a present.',
    briefing: '',
    window_starts_at: '2026-11-01T08:00:00Z',
    window_ends_at: '2026-12-01T20:00:00Z',
    status: 'open',
    audit_id: null,
    branch_name: 'Harbour',
    branch_address: '',
    time_zone: 'Europe/Vilnius',
    tier: 'standard',
    programme_name: 'Programme',
    client: 'Client',
    show_scores: true,
    notes: [],
  };
}

export function snapshot(assignments: SyncAssignment[], audits: SyncAudit[] = []): SyncBody {
  return {
    me: {
      user_id: USER,
      account: 'shopper@test.example',
      name: 'Shopper',
      role: 'shopper',
      region_ids: [],
      language: 'en',
      expires_at: '2027-01-01T00:00:00Z',
    },
    assignments,
    checklists: [{ key: 'visit', version: 1, definition: CHECKLIST }],
    audits,
    reference_photos: [],
  };
}

/** Bytes that no two calls share. */
export function picture(size = 150_000): ArrayBuffer {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at += 65_536) crypto.getRandomValues(bytes.subarray(at, Math.min(size, at + 65_536)));
  return bytes.buffer;
}

export const NO_FACTS = { taken_at: null, latitude: null, longitude: null, accuracy: null };

/** Numbers in [0, 1) that are the same for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
