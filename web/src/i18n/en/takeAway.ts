export const takeAway = {
  title: 'Take away as a file',
  explain: 'Every file states its filters, its date and the snapshot it rests on.',
  formats: { csv: 'CSV', xlsx: 'Excel', parquet: 'Parquet' },
  tables: {
    comparison: 'Comparison',
    branches: 'Branches',
    audits: 'Audits',
    answers: 'Answers to every question',
    item_costs: 'What cost points',
  },
  as: (table: string, format: string) => `${table} as ${format}`,
  waiting: 'Waiting for its turn …',
  writing: (done: string, total: string, unit: string) => `${done} of ${total} ${unit}`,
  written: (total: string, unit: string) => `Whole: ${total} ${unit}`,
  units: { rows: 'rows', audits: 'audits' },
  broken: 'The file is not whole',
  brokenExplain: 'Writing it broke off. Delete what arrived and try again.',
};
