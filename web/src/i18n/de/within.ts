import { plural } from '../plural';

/** Ein Vergleich einer Welle, oder wie ein Monat endete. */
export const within = {
  channel: 'Kanal',
  wave: 'Welle',
  period: 'Monatsende',
  everyWave: 'Alle Audits',
  latest: 'Neuester Stand',
  unknown: 'Eine andere Welle',
  shown: 'Was gezeigt wird',
  waveTitle: (name: string, dates: string) => `Nur die Welle ${name}: ${dates}`,
  periodTitle: (month: string) => `Stand am Ende des Monats ${month}`,
  rests: (audits: string, branches: string) => `Grundlage: ${audits}, ${branches}.`,
  alike: 'Jedes Audit zählt gleich viel, wie alt es auch ist.',
  fromTheYear: 'Wie streng die Testkunden sind und wie sehr sich Filialen unterscheiden, stammt aus dem ganzen Jahr.',
  means: (year: string, wave: string) =>
    `Leitwerte werden zum Jahresmittel der Vergleichsgruppe von ${year} gezogen; das Mittel dieser Welle allein war ${wave}.`,
  noStage: 'Für eine Stufe ist eine Welle zu kurz.',
  workedOut: (when: string) => `Berechnet am ${when}. Es ändert sich nur, wenn sich ein Audit der Welle ändert.`,
  upTo: (when: string) => `Der Vergleich, wie er am ${when} aussah, über die zwölf Monate bis dahin.`,
  unchanged: 'Nichts, was später entschieden wurde, hat ihn geändert. Die Links führen zu den Filialen, wie sie heute dastehen.',
  later: (when: string) => `Er wurde erst am ${when} festgehalten, aus den Audits, wie sie bis dahin waren.`,
  nothing: 'Davon wurde nichts festgehalten',
  noPeriod: (month: string) =>
    `Diese Liga wurde in der Woche nach dem Ende des Monats ${month} nicht kalibriert. Niemand weiß also, wie sie dastand.`,
  noWave:
    'Diese Liga hat für die Welle kein Ergebnis. Es erscheint in der Nacht nach ihrem Ende, wenn die Liga Audits darin hat und die Welle in den letzten zwölf Monaten lag.',
  back: 'Letzte Kalibrierung zeigen',
  lacked: plural('de', { one: '# Audit zu wenig', other: '# Audits zu wenig' }),
  basisOfWave: (audits: string, branches: string, until: string) =>
    `Strenge und Streuung beruhen auf den zwölf Monaten bis zum ${until}: ${audits}, ${branches}.`,
  basisOfPeriod: (audits: string, branches: string, until: string) =>
    `Grundlage sind die zwölf Monate bis zum ${until}: ${audits}, ${branches}.`,
};
