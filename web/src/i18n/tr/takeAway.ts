export const takeAway = {
  title: 'Dosya olarak al',
  explain: 'Her dosya filtrelerini, tarihini ve dayandığı anlık görüntüyü belirtir.',
  formats: { csv: 'CSV', xlsx: 'Excel', parquet: 'Parquet' },
  tables: {
    comparison: 'Karşılaştırma',
    branches: 'Şubeler',
    audits: 'Denetimler',
    answers: 'Her sorunun yanıtları',
    item_costs: 'Puan kaybettirenler',
  },
  as: (table: string, format: string) => `${table}, ${format}`,
  waiting: 'Sırasını bekliyor…',
  writing: (done: string, total: string, unit: string) => `${done} / ${total} ${unit}`,
  written: (total: string, unit: string) => `Tamamlandı: ${total} ${unit}`,
  units: { rows: 'satır', audits: 'denetim' },
  broken: 'Dosya eksik',
  brokenExplain: 'Yazma yarıda kesildi. Geleni silin ve yeniden deneyin.',
};
