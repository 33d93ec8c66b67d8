import { plural } from '../plural';

export const shopper = {
  title: 'Ihre Aufgaben',
  returned: 'An Sie zurückgegeben',
  notYet: 'Audits werden vorerst über die API eingereicht; ein Formular fürs Telefon folgt.',
  assignments: 'Aufträge',
  noAssignments: 'Keine offenen Aufträge',
  noAssignmentsExplain: 'Sobald ein Auftrag für Sie geplant ist, erscheint er hier.',
  earlier: 'Frühere Aufträge',
  window: 'Zeitraum',
  opensIn: (when: string) => `Beginnt ${when}`,
  closesIn: (when: string) => `Endet ${when}`,
  closed: (when: string) => `Endete ${when}`,
  scenario: 'Ihr Szenario',
  localTime: (zone: string) => `Ortszeit (${zone})`,
  audits: 'Ihre Audits',
  noAudits: 'Noch keine Audits',
  noAuditsExplain: 'Eingereichte Audits erscheinen hier mit ihrem Stand.',
  reason: 'Aus der Prüfung',
  scoreHidden: 'Wertungen werden in diesem Programm nicht gezeigt.',
  openCount: plural('de', { one: '# offen', other: '# offen' }),
};
