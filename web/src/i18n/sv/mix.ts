import { plural } from '../plural';

export const mix = {
  title: 'Checklistornas mix',
  lead: 'Programmet väger sina checklistor. Var och en är en egen liga; huvudvärdena räknas samman med dessa andelar.',
  undeclared: 'Programmet säger inte hur checklistorna väger, så deras resultat står sida vid sida.',
  none: 'Inget resultat av alla checklistor ännu: det krävs ett huvudvärde under var och en, och en del som saknas gissas inte.',
  table: 'Vad som ingår i resultatet',
  share: 'Andel',
  noRank: 'Ett blandat resultat har inget rangintervall: varje liga jämförs för sig.',
  noAudits: 'ingen granskning ännu',
  leagueSmall: 'ligan är för liten för en jämförelse',
  tooFew: 'inte tillräckligt många granskningar ännu',
  missing: plural('sv', { one: '# granskning till behövs', other: '# granskningar till behövs' }),
};
