export const takeAway = {
  title: 'Ta med som fil',
  explain: 'Varje fil anger sina filter, sitt datum och den ögonblicksbild som den bygger på.',
  formats: { csv: 'CSV', xlsx: 'Excel', parquet: 'Parquet' },
  tables: {
    comparison: 'Jämförelse',
    branches: 'Enheter',
    audits: 'Granskningar',
    answers: 'Svar på varje fråga',
    item_costs: 'Vad som kostade poäng',
  },
  as: (table: string, format: string) => `${table} som ${format}`,
  waiting: 'Väntar på sin tur …',
  writing: (done: string, total: string, unit: string) => `${done} av ${total} ${unit}`,
  written: (total: string, unit: string) => `Komplett: ${total} ${unit}`,
  units: { rows: 'rader', audits: 'granskningar' },
  broken: 'Filen är inte komplett',
  brokenExplain: 'Skrivningen avbröts. Ta bort det som kom fram och försök igen.',
};
