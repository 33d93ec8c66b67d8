import { plural } from '../plural';

export const mix = {
  title: 'Klausimynų derinys',
  lead: 'Programa nustato klausimynų dalis. Kiekvienas yra atskira lyga; pagrindinės reikšmės sudedamos pagal šias dalis.',
  undeclared: 'Programa nenurodo klausimynų dalių, todėl jų rezultatai rodomi greta.',
  none: 'Bendro rezultato dar nėra: reikia pagrindinės reikšmės pagal kiekvieną klausimyną, o trūkstama dalis nespėjama.',
  table: 'Iš ko susideda rezultatas',
  share: 'Dalis',
  noRank: 'Bendras rezultatas neturi vietų intervalo: kiekviena lyga lyginama atskirai.',
  noAudits: 'audito dar nėra',
  leagueSmall: 'lyga per maža, kad būtų galima lyginti',
  tooFew: 'auditų dar per mažai',
  missing: plural('lt', { one: 'reikia dar # audito', few: 'reikia dar # auditų', other: 'reikia dar # auditų' }),
};
