import { plural } from '../plural';

export const shopper = {
  title: 'Ditt arbete',
  returned: 'Tillbaka hos dig',
  notYet: 'Tills vidare skickas granskningar in via API:et; ett formulär för telefonen är på väg.',
  assignments: 'Uppdrag',
  noAssignments: 'Inga öppna uppdrag',
  noAssignmentsExplain: 'När ett uppdrag planeras för dig visas det här.',
  earlier: 'Tidigare uppdrag',
  window: 'Tidsperiod',
  opensIn: (when: string) => `Börjar ${when}`,
  closesIn: (when: string) => `Slutar ${when}`,
  closed: (when: string) => `Slutade ${when}`,
  scenario: 'Ditt scenario',
  localTime: (zone: string) => `Lokal tid (${zone})`,
  audits: 'Dina granskningar',
  noAudits: 'Inga granskningar ännu',
  noAuditsExplain: 'Granskningar som du har skickat in visas här med sin status.',
  reason: 'Från granskaren',
  scoreHidden: 'Betyg visas inte i det här programmet.',
  openCount: plural('sv', { one: '# öppet', other: '# öppna' }),
};
