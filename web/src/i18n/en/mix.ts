import { plural } from '../plural';

export const mix = {
  title: 'Mix of checklists',
  lead: 'The programme weighs its checklists. Each is a league of its own; the headlines add up by these shares.',
  undeclared: 'The programme does not say how its checklists weigh, so their results stand side by side.',
  none: 'No result of all checklists yet: it takes a headline under each of them, and a missing part is not guessed.',
  table: 'What goes into the result',
  share: 'Share',
  noRank: 'A mixed result has no range of ranks: each league is compared by itself.',
  noAudits: 'no audit yet',
  leagueSmall: 'the league is too small to be compared',
  tooFew: 'not enough audits yet',
  missing: plural('en', { one: '# more audit needed', other: '# more audits needed' }),
};
