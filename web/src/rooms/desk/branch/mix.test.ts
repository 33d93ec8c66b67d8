import { describe, expect, it } from 'vitest';
import type { MixedChecklist } from '../../../api/schema';
import { messages } from '../../../i18n/en';
import { hasMix, why } from './mix';

const part = (headline: unknown): MixedChecklist => ({ checklist: 'call', share: 1, headline, snapshot_id: null }) as MixedChecklist;
const seen = new Set(['call']);

describe('the mix of checklists', () => {
  it('says what keeps a checklist from going in', () => {
    const said = messages as never as Parameters<typeof why>[2];
    expect(why(part(null), new Set(), said)).toBe('no audit yet');
    expect(why(part(null), seen, said)).toBe('the league is too small to be compared');
    expect(why(part({ missing_audits: 2 }), seen, said)).toBe('2 more audits needed');
    expect(why(part({ missing_audits: null }), seen, said)).toBe('not enough audits yet');
  });

  it('is there where the programme declares shares', () => {
    expect(hasMix({ parts: [], combined: null })).toBe(false);
    expect(hasMix({ parts: [part(null)], combined: null })).toBe(true);
  });
});
