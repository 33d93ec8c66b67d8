import { plural } from '../plural';
import type { stories as en } from '../en/stories';

export const stories: typeof en = {
  audits: 'Aus Audits',
  starter: 'Geschichten zum Start',
  source: 'Woher',
  badge: 'Geschichte zum Start, nicht aus einem Audit',
  lead: 'Gute und schlechte Momente aus der Praxis anderer, fürs Training erzählt. Keiner davon stammt aus Ihren Audits.',
  firstDay: 'Noch gibt es keine Beispiele aus Audits. Mit diesen Geschichten können Sie beginnen.',
  search: 'In den Geschichten zum Start suchen',
  nothing: 'Keine Geschichte passt',
  shows: 'Was sie zeigt',
  language: 'Sprache der Geschichte',
  back: 'Alle Geschichten zum Start',
  real: 'Beispiele aus Audits zu diesem Thema',
  found: plural('de', { one: '# Geschichte', other: '# Geschichten' }),
  counted: (label, count) => `${label}: ${count}`,
};
