export const takeAway = {
  title: 'Atsisiųsti kaip failą',
  explain: 'Kiekviename faile nurodyti filtrai, data ir kalibravimas, kuriuo jis pagrįstas.',
  formats: { csv: 'CSV', xlsx: 'Excel', parquet: 'Parquet' },
  tables: {
    comparison: 'Palyginimas',
    branches: 'Padaliniai',
    audits: 'Auditai',
    answers: 'Atsakymai į kiekvieną klausimą',
    item_costs: 'Kas kainavo taškų',
  },
  as: (table: string, format: string) => `${table}, ${format}`,
  waiting: 'Laukia savo eilės…',
  writing: (done: string, total: string, unit: string) => `${done} iš ${total} (${unit})`,
  written: (total: string, unit: string) => `Baigta: ${total} (${unit})`,
  units: { rows: 'eilutės', audits: 'auditai' },
  broken: 'Failas nepilnas',
  brokenExplain: 'Rašymas nutrūko. Ištrinkite, kas atsiųsta, ir bandykite dar kartą.',
};
