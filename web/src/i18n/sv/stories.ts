import { plural } from '../plural';
import type { stories as en } from '../en/stories';

export const stories: typeof en = {
  audits: 'Från granskningar',
  starter: 'Startberättelser',
  source: 'Varifrån',
  badge: 'Startberättelse, inte från en granskning',
  lead: 'Bra och dåliga stunder ur andras praktik, berättade för utbildning. Ingen av dem kommer från era egna granskningar.',
  firstDay: 'Det finns inga exempel från granskningar än. De här berättelserna kan ni börja med.',
  search: 'Sök i startberättelserna',
  nothing: 'Ingen startberättelse passar',
  shows: 'Vad den visar',
  language: 'Berättelsens språk',
  back: 'Alla startberättelser',
  real: 'Exempel från granskningar på samma tema',
  found: plural('sv', { one: '# berättelse', other: '# berättelser' }),
  counted: (label, count) => `${label}: ${count}`,
};
