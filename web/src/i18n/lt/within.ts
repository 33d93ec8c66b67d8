import { plural } from '../plural';

/** Vienos bangos palyginimas arba mėnesio pabaigos būklė. */
export const within = {
  channel: 'Kanalas',
  wave: 'Banga',
  period: 'Mėnesio pabaiga',
  everyWave: 'Visi auditai',
  latest: 'Naujausia būklė',
  unknown: 'Kita banga',
  shown: 'Kas rodoma',
  waveTitle: (name: string, dates: string) => `Tik banga „${name}“: ${dates}`,
  periodTitle: (month: string) => `Mėnesio pabaigos būklė: ${month}`,
  rests: (audits: string, branches: string) => `Pagrindas: ${audits}, ${branches}.`,
  alike: 'Kiekvienas auditas sveria vienodai, kad ir koks senas būtų.',
  fromTheYear: 'Kiek griežti slaptieji pirkėjai ir kiek skiriasi padaliniai, nustatyta iš visų metų.',
  means: (year: string, wave: string) =>
    `Pagrindinės reikšmės traukiamos prie metinio lygos vidurkio ${year}; vien šios bangos vidurkis buvo ${wave}.`,
  noStage: 'Pakopai nustatyti viena banga per trumpa.',
  workedOut: (when: string) => `Apskaičiuota ${when}. Keičiasi tik tada, kai pasikeičia bangos auditas.`,
  upTo: (when: string) => `Toks palyginimas buvo ${when}, už dvylika mėnesių iki tos dienos.`,
  unchanged: 'Niekas, kas nuspręsta vėliau, jo nepakeitė. Nuorodos veda į padalinius, kokie jie yra šiandien.',
  later: (when: string) => `Jis užfiksuotas vėliau, ${when}, iš tuomet buvusių auditų.`,
  nothing: 'Rodyti nėra ko: nieko neužfiksuota',
  noPeriod: (month: string) =>
    `Per savaitę po šio mėnesio pabaigos lyga nebuvo kalibruota, todėl niekas nežino, kokia buvo būklė (${month}).`,
  noWave:
    'Ši lyga neturi bangos rezultato. Jis atsiranda naktį po bangos pabaigos, jei lyga turi jos auditų ir banga buvo per pastaruosius dvylika mėnesių.',
  back: 'Rodyti paskutinį kalibravimą',
  lacked: plural('lt', {
    one: 'trūko # audito',
    few: 'trūko # auditų',
    other: 'trūko # auditų',
  }),
  basisOfWave: (audits: string, branches: string, until: string) =>
    `Griežtumas ir sklaida nustatyti iš dvylikos mėnesių iki ${until}: ${audits}, ${branches}.`,
  basisOfPeriod: (audits: string, branches: string, until: string) =>
    `Pagrindas – dvylika mėnesių iki ${until}: ${audits}, ${branches}.`,
};
