import { plural } from '../plural';

/** Bir dalganın karşılaştırması ya da ay sonundaki durum. */
export const within = {
  channel: 'Kanal',
  wave: 'Dalga',
  period: 'Ay sonu',
  everyWave: 'Tüm denetimler',
  latest: 'En yeni',
  unknown: 'Başka bir dalga',
  shown: 'Gösterilen',
  waveTitle: (name: string, dates: string) => `Yalnızca ${name} dalgası: ${dates}`,
  periodTitle: (month: string) => `${month} sonundaki durum`,
  rests: (audits: string, branches: string) => `Dayanağı: ${audits}, ${branches}.`,
  alike: 'Ne kadar eski olursa olsun her denetim eşit sayılır.',
  fromTheYear: 'Gizli müşterilerin ne kadar katı olduğu ve şubelerin ne kadar ayrıştığı bütün yıldan alınır.',
  means: (year: string, wave: string) =>
    `Ana değerler, ligin yıllık ortalaması olan ${year} değerine doğru çekilir; yalnızca bu dalganın ortalaması ${wave} idi.`,
  noStage: 'Bir aşama için tek dalga çok kısadır.',
  workedOut: (when: string) => `Hesaplandığı gün: ${when}. Yalnızca dalgadaki bir denetim değişirse değişir.`,
  upTo: (when: string) => `${when} günündeki karşılaştırma; o güne kadarki on iki ayı kapsar.`,
  unchanged: 'Sonradan verilen hiçbir karar onu değiştirmedi. Bağlantılar şubelerin bugünkü durumuna götürür.',
  later: (when: string) => `Sonradan, ${when} günü, denetimlerin o günkü hâlinden yazıldı.`,
  nothing: 'Gösterilecek bir kayıt yok',
  noPeriod: (month: string) =>
    `Bu lig ${month} bittikten sonraki hafta kalibre edilmedi; bu yüzden o günkü durumu kimse bilmiyor.`,
  noWave:
    'Bu ligin bu dalga için sonucu yok. Ligin o dalgada denetimi varsa ve dalga son on iki ay içindeyse sonuç, dalganın bittiği günün gecesi görünür.',
  back: 'Son kalibrasyonu göster',
  lacked: plural('tr', { other: '# denetim eksikti' }),
  basisOfWave: (audits: string, branches: string, until: string) =>
    `Katılık ve yayılım, ${until} gününe kadarki on iki aya dayanır: ${audits}, ${branches}.`,
  basisOfPeriod: (audits: string, branches: string, until: string) =>
    `${until} gününe kadarki on iki aya dayanır: ${audits}, ${branches}.`,
};
