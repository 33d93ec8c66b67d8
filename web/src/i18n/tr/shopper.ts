import { plural } from '../plural';

export const shopper = {
  title: 'İşleriniz',
  returned: 'Size iade edilenler',
  notYet: 'Denetimler şimdilik API üzerinden gönderiliyor; telefon formu hazırlanıyor.',
  assignments: 'Görevler',
  noAssignments: 'Açık görev yok',
  noAssignmentsExplain: 'Sizin için bir görev planlandığında burada görünür.',
  earlier: 'Önceki görevler',
  window: 'Zaman aralığı',
  opensIn: (when: string) => `${when} başlıyor`,
  closesIn: (when: string) => `${when} bitiyor`,
  closed: (when: string) => `${when} bitti`,
  scenario: 'Senaryonuz',
  localTime: (zone: string) => `Yerel saat (${zone})`,
  audits: 'Denetimleriniz',
  noAudits: 'Henüz denetim yok',
  noAuditsExplain: 'Gönderdiğiniz denetimler durumlarıyla birlikte burada görünür.',
  reason: 'Denetçinin notu',
  scoreHidden: 'Bu programda puanlar gösterilmiyor.',
  openCount: plural('tr', { other: '# açık' }),
};
