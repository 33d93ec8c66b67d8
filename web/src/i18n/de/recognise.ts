import { plural } from '../plural';
import type { recognise as en } from '../en/recognise';

export const recognise: typeof en = {
  nav: 'Anerkennung',
  title: 'Taten, die Dank verdienen',
  lead: 'Was Menschen in Ihren Filialen besser gemacht haben, als sie mussten, in den Worten der Testpersonen.',
  noRanking: 'Das ist keine Rangliste. Ein Besuch sieht eine Person für Minuten, wenige Male im Jahr: Wer hier nicht steht, ist vielleicht genauso gut. Die Taten stehen nach Datum, niemand wird gezählt, und eine Tat ist kein Urteil, in keiner Richtung.',
  what: 'Hier steht, was ausgezeichnet bewertet und in Worten erzählt wurde und entweder ungefragte Initiative war oder weit besser, als es in der Filiale üblich ist. Je Filiale sind es höchstens fünf Taten.',
  region: 'Region',
  period: 'Zeitraum',
  noNotice: 'In diesem Programm wird niemand herausgehoben',
  noNoticeExplain: 'Die Mitarbeitenden wurden nicht vorab informiert, dass sie beobachtet werden können. Darum verlässt kein Deckname die Prüfung, auch nicht für ein Lob. Sobald sie informiert sind, hält die Administration das im Programm fest.',
  none: 'In dieser Zeit keine herausragende Tat',
  noneExplain: 'Wählen Sie einen längeren Zeitraum. Taten erscheinen, wenn ein Audit abgeschlossen ist und seine Worte keine Namen mehr enthalten.',
  team: 'Kein Deckname notiert: Der Dank gilt dem ganzen Team.',
  certificate: 'Urkunde',
  thanks: 'Danke',
  told: 'Davon hat eine Testperson erzählt:',
  signed: 'Mit Dank von uns allen',
  back: 'Alle Taten',
  gone: 'Diese Tat steht nicht mehr in der Liste.',
  to: (alias) => `Für: ${alias}`,
  teamOf: (branch) => `Das Team von ${branch}`,
  certificateFor: (alias, branch) => `Urkunde: ${alias}, ${branch}`,
  months: plural('de', { one: '# Monat', other: '# Monate' }),
};
