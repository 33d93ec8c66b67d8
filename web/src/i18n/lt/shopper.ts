import { plural } from '../plural';

export const shopper = {
  title: 'Jūsų darbai',
  returned: 'Grąžinta jums',
  notYet: 'Kol kas auditai pateikiami per API; forma telefonui dar kuriama.',
  assignments: 'Užduotys',
  noAssignments: 'Laukiančių užduočių nėra',
  noAssignmentsExplain: 'Kai jums bus suplanuota užduotis, ji atsiras čia.',
  earlier: 'Ankstesnės užduotys',
  window: 'Laikotarpis',
  opensIn: (when: string) => `Prasideda ${when}`,
  closesIn: (when: string) => `Baigiasi ${when}`,
  closed: (when: string) => `Baigėsi ${when}`,
  scenario: 'Jūsų scenarijus',
  localTime: (zone: string) => `Vietos laikas (${zone})`,
  audits: 'Jūsų auditai',
  noAudits: 'Auditų dar nėra',
  noAuditsExplain: 'Čia matysite pateiktus auditus ir jų būseną.',
  reason: 'Vertintojo pastaba',
  scoreHidden: 'Šioje programoje balai nerodomi.',
  openCount: plural('lt', { one: '# laukia', few: '# laukia', other: '# laukia' }),
};
