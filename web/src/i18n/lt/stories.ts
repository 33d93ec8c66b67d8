import { plural } from '../plural';
import type { stories as en } from '../en/stories';

export const stories: typeof en = {
  audits: 'Iš auditų',
  starter: 'Pradžios istorijos',
  source: 'Iš kur',
  badge: 'Pradžios istorija, ne iš audito',
  lead: 'Geri ir blogi atvejai iš kitų praktikos, papasakoti mokymams. Nė vienas jų nėra iš jūsų auditų.',
  firstDay: 'Pavyzdžių iš auditų dar nėra. Pradėti galite nuo šių istorijų.',
  search: 'Ieškoti pradžios istorijose',
  nothing: 'Nė viena istorija netinka',
  shows: 'Ką ji parodo',
  language: 'Istorijos kalba',
  back: 'Visos pradžios istorijos',
  real: 'Pavyzdžiai iš auditų šia tema',
  found: plural('lt', { one: '# istorija', few: '# istorijos', other: '# istorijų' }),
  counted: (label, count) => `${label}: ${count}`,
};
