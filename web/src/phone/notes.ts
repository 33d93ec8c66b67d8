/** What a shopper has to tell the office about an assignment: a problem, or that it is declined. */
import type { PhoneDatabase } from './database';
import { UNTRIED } from './drafts';
import type { Note } from './records';

export async function addNote(
  db: PhoneDatabase,
  { assignment_id, kind, text }: Pick<Note, 'assignment_id' | 'kind' | 'text'>,
): Promise<Note> {
  const note: Note = {
    note_id: crypto.randomUUID(),
    assignment_id,
    kind,
    text,
    noted_at: new Date().toISOString(),
    sending: UNTRIED,
    sent: false,
    refused: false,
  };
  await db.write(['notes'], (tx) => tx.objectStore('notes').put(note), { store: 'notes' });
  return note;
}

/** The notes that are kept on this phone, the earliest first. */
export async function listNotes(db: PhoneDatabase): Promise<Note[]> {
  const notes = await db.read(['notes'], (tx) => tx.objectStore('notes').getAll());
  return notes.sort((a, b) => Date.parse(a.noted_at) - Date.parse(b.noted_at));
}

export function removeNote(db: PhoneDatabase, noteId: string): Promise<void> {
  return db.write(['notes'], (tx) => tx.objectStore('notes').delete(noteId), { store: 'notes' });
}
