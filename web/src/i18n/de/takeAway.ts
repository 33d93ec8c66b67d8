export const takeAway = {
  title: 'Als Datei mitnehmen',
  explain: 'Jede Datei nennt ihre Filter, ihr Datum und die Momentaufnahme, auf der sie beruht.',
  formats: { csv: 'CSV', xlsx: 'Excel', parquet: 'Parquet' },
  tables: {
    comparison: 'Vergleich',
    branches: 'Filialen',
    audits: 'Audits',
    answers: 'Antworten auf jede Frage',
    item_costs: 'Was Punkte gekostet hat',
  },
  as: (table: string, format: string) => `${table} als ${format}`,
  waiting: 'Wartet, bis sie an der Reihe ist …',
  writing: (done: string, total: string, unit: string) => `${done} von ${total} ${unit}`,
  written: (total: string, unit: string) => `Vollständig: ${total} ${unit}`,
  units: { rows: 'Zeilen', audits: 'Audits' },
  broken: 'Die Datei ist unvollständig',
  brokenExplain: 'Das Schreiben ist abgebrochen. Löschen Sie, was angekommen ist, und versuchen Sie es noch einmal.',
};
