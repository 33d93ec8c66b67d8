import { plural } from '../plural';

export const shopper = {
  title: 'Your work',
  returned: 'Returned to you',
  notYet: 'For now, audits are sent through the API; a form for the phone is coming.',
  assignments: 'Assignments',
  noAssignments: 'No open assignments',
  noAssignmentsExplain: 'When a new shop is planned for you, it appears here.',
  earlier: 'Earlier assignments',
  window: 'Window',
  opensIn: (when: string) => `Opens ${when}`,
  closesIn: (when: string) => `Closes ${when}`,
  closed: (when: string) => `Closed ${when}`,
  scenario: 'Your scenario',
  localTime: (zone: string) => `Local time (${zone})`,
  audits: 'Your audits',
  noAudits: 'No audits yet',
  noAuditsExplain: 'Audits that you have submitted appear here with their status.',
  reason: 'From the reviewer',
  scoreHidden: 'Scores are not shown in this programme.',
  openCount: plural('en', { one: '# open', other: '# open' }),
};
