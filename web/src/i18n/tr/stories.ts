import { plural } from '../plural';
import type { stories as en } from '../en/stories';

export const stories: typeof en = {
  audits: 'Denetimlerden',
  starter: 'Başlangıç öyküleri',
  source: 'Kaynak',
  badge: 'Başlangıç öyküsü, denetimden alınmadı',
  lead: 'Başkalarının deneyiminden, eğitim için anlatılmış iyi ve kötü anlar. Hiçbiri sizin denetimlerinizden değildir.',
  firstDay: 'Henüz denetimlerden örnek yok. Bu öykülerle başlayabilirsiniz.',
  search: 'Başlangıç öykülerinde ara',
  nothing: 'Uygun başlangıç öyküsü yok',
  shows: 'Ne gösteriyor',
  language: 'Öykünün dili',
  back: 'Tüm başlangıç öyküleri',
  real: 'Bu konuda denetimlerden örnekler',
  found: plural('tr', { one: '# öykü', other: '# öykü' }),
  counted: (label, count) => `${label}: ${count}`,
};
