/** Notes from the field, and how many of them wait. */
import { api, ask } from '../../api/client';
import type { NotePage, OfficeNote } from '../../api/schema';

export type NoteKind = OfficeNote['kind'];
export type Wanted = { unhandled: boolean; kind: NoteKind | '' };

let waiting = $state(0);

export const notes = {
  /** As far as is known. */
  get waiting(): number {
    return waiting;
  },
};

/** For the menu: a failure is told where the notes themselves are asked for. */
export async function countNotes(): Promise<void> {
  await read({ limit: 1, unhandled: true }).catch(() => undefined);
}

export function readNotes({ unhandled, kind }: Wanted, cursor?: string): Promise<NotePage> {
  return read({ unhandled, kind: kind || undefined, cursor });
}

export async function handle(note: OfficeNote): Promise<OfficeNote> {
  const path = { note_id: note.id };
  const handled = await ask(api.PUT('/api/notes/{note_id}/handled', { params: { path } }));
  await countNotes();
  return handled;
}

async function read(query: { limit?: number; unhandled: boolean; kind?: NoteKind; cursor?: string }): Promise<NotePage> {
  const page = await ask(api.GET('/api/notes', { params: { query } }));
  waiting = page.unhandled;
  return page;
}
