import { plural } from '../plural';

/** En jämförelse av en omgång, eller som en månad slutade. */
export const within = {
  channel: 'Kanal',
  wave: 'Omgång',
  period: 'Månadens slut',
  everyWave: 'Alla granskningar',
  latest: 'Senaste läget',
  unknown: 'En annan omgång',
  shown: 'Det som visas',
  waveTitle: (name: string, dates: string) => `Bara omgången ${name}: ${dates}`,
  periodTitle: (month: string) => `Läget i slutet av ${month}`,
  rests: (audits: string, branches: string) => `Det bygger på ${audits}, ${branches}.`,
  alike: 'Varje granskning väger lika mycket, hur gammal den än är.',
  fromTheYear: 'Hur stränga testkunderna är, och hur mycket enheterna skiljer sig åt, är hämtat från hela året.',
  means: (year: string, wave: string) =>
    `Huvudvärdena dras mot jämförelsegruppens medel för året, ${year}; medlet för bara den här omgången var ${wave}.`,
  noStage: 'En omgång är för kort för ett steg.',
  workedOut: (when: string) => `Beräknat ${when}. Det ändras bara när en granskning i omgången ändras.`,
  upTo: (when: string) => `Jämförelsen som den såg ut ${when}, över de tolv månaderna dittills.`,
  unchanged: 'Inget som har beslutats senare har ändrat den. Länkarna leder till enheterna som de är i dag.',
  later: (when: string) => `Den skrevs ned i efterhand, ${when}, från granskningarna som de var då.`,
  nothing: 'Inget har sparats att visa',
  noPeriod: (month: string) =>
    `Den här ligan kalibrerades inte under veckan efter slutet av ${month}, så ingen vet hur det stod till.`,
  noWave:
    'Den här ligan har inget resultat för omgången. Det kommer natten efter att den har slutat, om ligan har granskningar i den och omgången låg inom de senaste tolv månaderna.',
  back: 'Visa senaste kalibreringen',
  lacked: plural('sv', { one: '# granskning för lite', other: '# granskningar för lite' }),
  basisOfWave: (audits: string, branches: string, until: string) =>
    `Stränghet och spridning bygger på de tolv månaderna till och med ${until}: ${audits}, ${branches}.`,
  basisOfPeriod: (audits: string, branches: string, until: string) =>
    `Bygger på de tolv månaderna till och med ${until}: ${audits}, ${branches}.`,
};
