/** Importing a file of outcome figures as it was chosen: the server reads it, and finds all faults itself. */
import { api, ask } from '../../../api/client';
import type { Fault, ImportPage, ImportSummary, OutcomeImport, StoredProgramme } from '../../../api/schema';

export type RowFault = { row: string; column: string; code: string; cell: string; message: string };

const IN_ROW = /^rows\[(\d+)\](?:\.(\w+))?$/;
const QUOTED = /`([^`]*)`/;
const COMMA = /,/;

export function readProgrammes(): Promise<StoredProgramme[]> {
  return ask(api.GET('/api/programmes'));
}

export function readImports(cursor?: string): Promise<ImportPage> {
  return ask(api.GET('/api/outcomes/imports', { params: { query: { limit: 20, cursor } } }));
}

export function check(programme: string, file: File): Promise<ImportSummary> {
  return ask(api.POST('/api/outcomes/check', { params: { query: { programme } }, ...written(file) }));
}

/** `id` is made once for a file, so that sending it again is the same import. */
export function importFile(id: string, programme: string, file: File): Promise<OutcomeImport> {
  const query = { programme, file_name: file.name.slice(0, 200) };
  return ask(api.PUT('/api/outcomes/imports/{import_id}', { params: { path: { import_id: id }, query }, ...written(file) }));
}

/** Where a decimal comma is written, spreadsheets expect semicolons between cells. */
export function templateAddress(programme: string, period: string, locale: string): string {
  const separator = COMMA.test(new Intl.NumberFormat(locale).format(0.5)) ? 'semicolon' : 'comma';
  return `/api/outcomes/template?${new URLSearchParams({ programme, period, separator })}`;
}

/** The last quarter that is over: `2026-Q1`. */
export function lastQuarter(today: Date): string {
  const quarter = Math.floor(today.getMonth() / 3);
  return quarter === 0 ? `${today.getFullYear() - 1}-Q4` : `${today.getFullYear()}-Q${quarter}`;
}

export function rowFault({ path, code, message }: Fault): RowFault {
  const [, row = '', column = ''] = IN_ROW.exec(path) ?? [];
  return { row, column, code, message, cell: QUOTED.exec(message)?.[1] ?? '' };
}

function written(file: File): { body: string; bodySerializer: () => File; headers: Record<string, string> } {
  return { body: '', bodySerializer: () => file, headers: { 'Content-Type': 'text/csv' } };
}
