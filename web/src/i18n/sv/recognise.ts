import { plural } from '../plural';
import type { recognise as en } from '../en/recognise';

export const recognise: typeof en = {
  nav: 'Uppmärksamma',
  title: 'Insatser att tacka för',
  lead: 'Det som människor på era enheter gjorde bättre än de behövde, med mystery shopparnas ord.',
  noRanking: 'Det här är ingen rangordning. Ett besök ser en person i några minuter, några gånger om året: den som inte nämns här kan vara lika bra. Insatserna står efter datum, ingen räknas, och en insats är ingen dom åt något håll.',
  what: 'Här står det som fick ett utmärkt betyg, berättades i ord och antingen var initiativ som ingen bett om eller långt bättre än vad som är vanligt på enheten. För varje enhet visas högst fem insatser.',
  region: 'Region',
  period: 'Period',
  noNotice: 'Ingen lyfts fram i det här programmet',
  noNoticeExplain: 'Personalen har inte fått veta i förväg att de kan bli observerade. Därför lämnar inget alias granskningen, inte ens för beröm. När de har informerats noterar en administratör det i programmet.',
  none: 'Ingen enastående insats under den här tiden',
  noneExplain: 'Välj en längre period. Insatser visas när en granskning är klar och orden är fria från namn.',
  team: 'Inget alias noterades: tacket går till hela teamet.',
  certificate: 'Diplom',
  thanks: 'Tack',
  told: 'En mystery shopper berättade om detta:',
  signed: 'Med tack från oss alla',
  back: 'Alla insatser',
  gone: 'Den här insatsen finns inte längre i listan.',
  to: (alias) => `Till: ${alias}`,
  teamOf: (branch) => `Teamet på ${branch}`,
  certificateFor: (alias, branch) => `Diplom: ${alias}, ${branch}`,
  months: plural('sv', { one: '# månad', other: '# månader' }),
};
