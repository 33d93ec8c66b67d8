import { plural } from '../plural';

export const mix = {
  title: 'Mischung der Checklisten',
  lead: 'Das Programm gewichtet seine Checklisten. Jede ist eine Liga für sich; die Leitwerte zählen mit diesen Anteilen.',
  undeclared: 'Das Programm legt nicht fest, wie seine Checklisten wiegen; ihre Ergebnisse stehen daher nebeneinander.',
  none: 'Noch kein Ergebnis aus allen Checklisten: Dafür braucht es unter jeder einen Leitwert, und ein fehlender Teil wird nicht geschätzt.',
  table: 'Was in das Ergebnis eingeht',
  share: 'Anteil',
  noRank: 'Ein gemischtes Ergebnis hat keinen Rangbereich: Jede Liga wird für sich verglichen.',
  noAudits: 'noch kein Audit',
  leagueSmall: 'die Liga ist zu klein für einen Vergleich',
  tooFew: 'noch zu wenige Audits',
  missing: plural('de', { one: 'noch # Audit nötig', other: 'noch # Audits nötig' }),
};
