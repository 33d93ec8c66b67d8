import { plural } from '../plural';
import type { recognise as en } from '../en/recognise';

export const recognise: typeof en = {
  nav: 'Takdir',
  title: 'Teşekkürü hak eden davranışlar',
  lead: 'Şubelerinizdeki insanların görevlerinin ötesinde yaptıkları, gizli müşterilerin sözleriyle.',
  noRanking: 'Bu bir sıralama değildir. Bir ziyaret tek bir kişiyi yılda birkaç kez, birkaç dakika görür: Burada adı geçmeyen de aynı ölçüde iyi olabilir. Davranışlar tarihe göre dizilir, kimse sayılmaz ve tek bir davranış hiçbir yönde hüküm değildir.',
  what: 'Burada, mükemmel puan almış, sözle anlatılmış ve ya kimsenin istemediği bir girişim olan ya da o şubede alışılandan çok daha iyi olan davranışlar yer alır. Her şubeden en çok beş davranış gösterilir.',
  region: 'Bölge',
  period: 'Dönem',
  noNotice: 'Bu programda kimse öne çıkarılmıyor',
  noNoticeExplain: 'Çalışanlara gözlemlenebilecekleri önceden bildirilmedi. Bu yüzden hiçbir takma ad, övgü için bile olsa, inceleme dışına çıkmaz. Bildirildiğinde bir yönetici bunu programa kaydeder.',
  none: 'Bu dönemde öne çıkan bir davranış yok',
  noneExplain: 'Daha uzun bir dönem seçin. Davranışlar, denetim kesinleşip sözleri adlardan arındırıldığında görünür.',
  team: 'Takma ad not edilmemiş: Teşekkür bütün ekibin.',
  certificate: 'Teşekkür belgesi',
  thanks: 'Teşekkürler',
  told: 'Bir gizli müşteri şunu anlattı:',
  signed: 'Hepimizden teşekkürle',
  back: 'Tüm davranışlar',
  gone: 'Bu davranış artık listede değil.',
  to: (alias) => `Kime: ${alias}`,
  teamOf: (branch) => `Ekip: ${branch}`,
  certificateFor: (alias, branch) => `Teşekkür belgesi: ${alias}, ${branch}`,
  months: plural('tr', { one: '# ay', other: '# ay' }),
};
