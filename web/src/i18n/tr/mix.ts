import { plural } from '../plural';

export const mix = {
  title: 'Kontrol listelerinin karışımı',
  lead: 'Program kontrol listelerine ağırlık verir. Her biri ayrı bir ligdir; ana değerler bu paylarla toplanır.',
  undeclared: 'Program kontrol listelerinin ağırlığını belirlemiyor; bu yüzden sonuçlar yan yana duruyor.',
  none: 'Henüz bütün listelerden bir sonuç yok: her birinde ana değer gerekir ve eksik parça tahmin edilmez.',
  table: 'Sonucu oluşturanlar',
  share: 'Pay',
  noRank: 'Karışık bir sonucun sıra aralığı yoktur: her lig kendi içinde karşılaştırılır.',
  noAudits: 'henüz denetim yok',
  leagueSmall: 'lig karşılaştırma için çok küçük',
  tooFew: 'henüz yeterli denetim yok',
  missing: plural('tr', { other: '# denetim daha gerekli' }),
};
