/** Ordering a file, fetching it, and asking how far it is. */
import { api, ask } from '../../../api/client';
import type { Export, ExportOrder } from '../../../api/schema';
import type { Language } from '../../../i18n/languages';

type Content = ExportOrder['content'];
type OfDesk = Exclude<Content, { table: 'coaching_sheet' }>;
type Unformatted<T> = T extends { format: infer F } ? Omit<T, 'format'> & { format?: F } : T;

/** A table that can be taken away, with the filters of the page. */
export type Offer = Unformatted<OfDesk>;
export type Format = OfDesk extends { format: infer F } ? F : never;

/** Filters of a page as an order names them: what is not chosen is left out. */
export function chosen(filters: Record<string, string | boolean | undefined>): Record<string, string | boolean> {
  return Object.fromEntries(Object.entries(filters).flatMap(([name, value]) => (value ? [[name, value]] : [])));
}

const TABLES: Format[] = ['xlsx', 'csv', 'parquet'];

export function formats({ table }: Offer): Format[] {
  return table === 'branch_report' ? ['pdf'] : TABLES;
}

const PAUSE_MS = 600;
/** As long as the server lets a file wait for its reader. In ms. */
export const STALL_MS = 600_000;

export function order(content: Content, language: Language): Promise<Export> {
  const path = { export_id: crypto.randomUUID() };
  const body = { content, language };
  return ask(api.PUT('/api/exports/{export_id}', { params: { path }, body }));
}

/** Of what a page offers, in the format that was chosen. */
export function inFormat(offer: Offer, format: Format): Content {
  return { ...offer, format } as Content;
}

/** Leaves the download to the browser: it writes to the disk what arrives, however long it is. */
export function fetchFile({ id, file_name }: Export): void {
  const link = document.createElement('a');
  link.href = `/api/exports/${id}/file`;
  link.download = file_name;
  document.body.append(link);
  link.click();
  link.remove();
}

/**
 * Tells how far the file is until it is written or broken. One that is being written and gets no further for long is
 * broken, too: a server that was killed could not say so. Others may wait in line. Throws what keeps it from being asked.
 */
export async function watch(id: string, tell: (now: Export) => void, stopped: () => boolean): Promise<void> {
  const path = { export_id: id };
  let [reached, since] = ['', Date.now()];
  while (!stopped()) {
    const now = await ask(api.GET('/api/exports/{export_id}', { params: { path } }));
    const far = `${now.state} ${now.done}`;
    if (far !== reached || now.state === 'ordered') [reached, since] = [far, Date.now()];
    const stalled = Date.now() - since > STALL_MS;
    tell(stalled ? { ...now, state: 'broken' } : now);
    if (stalled || now.state === 'written' || now.state === 'broken') return;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
