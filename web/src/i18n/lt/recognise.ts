import { plural } from '../plural';
import type { recognise as en } from '../en/recognise';

export const recognise: typeof en = {
  nav: 'Padėkos',
  title: 'Darbai, už kuriuos verta padėkoti',
  lead: 'Ką jūsų padalinių žmonės padarė geriau, nei privalėjo, slaptųjų pirkėjų žodžiais.',
  noRanking: 'Tai nėra reitingas. Apsilankymo metu vienas žmogus matomas kelias minutes, kelis kartus per metus: kas čia nepaminėtas, gali būti ne mažiau geras. Darbai surašyti pagal datą, niekas neskaičiuojamas, o vienas darbas nėra nuosprendis – nei geras, nei blogas.',
  what: 'Čia patenka tai, kas įvertinta puikiai, papasakota žodžiais ir buvo arba neprašyta iniciatyva, arba daug geriau, nei tame padalinyje įprasta. Kiekvieno padalinio rodoma ne daugiau kaip penki darbai.',
  region: 'Regionas',
  period: 'Laikotarpis',
  noNotice: 'Šioje programoje niekas neišskiriamas',
  noNoticeExplain: 'Darbuotojams iš anksto nebuvo pranešta, kad jie gali būti stebimi. Todėl joks sutartinis vardas neišeina už peržiūros ribų, net ir pagyrimui. Kai jiems bus pranešta, administratorius tai pažymės programoje.',
  none: 'Šiuo laikotarpiu išskirtinių darbų nėra',
  noneExplain: 'Pasirinkite ilgesnį laikotarpį. Darbai atsiranda, kai auditas patvirtintas ir jo žodžiuose nebelieka vardų.',
  team: 'Sutartinis vardas neužrašytas: padėka skirta visai komandai.',
  certificate: 'Padėkos raštas',
  thanks: 'Ačiū',
  told: 'Apie tai papasakojo slaptasis pirkėjas:',
  signed: 'Su padėka – mes visi',
  back: 'Visi darbai',
  gone: 'Šio darbo sąraše nebėra.',
  to: (alias) => `Kam: ${alias}`,
  teamOf: (branch) => `Komanda: ${branch}`,
  certificateFor: (alias, branch) => `Padėkos raštas: ${alias}, ${branch}`,
  months: plural('lt', { one: '# mėnuo', few: '# mėnesiai', other: '# mėnesių' }),
};
