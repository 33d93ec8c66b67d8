/** What the shopper told the office about one assignment, from this phone and from others. */
import type { Note, SyncAssignment } from '../../../phone/records';

export type ShownNote = Pick<Note, 'kind' | 'text' | 'noted_at'> & { id: string; state: 'waiting' | 'sent' | 'refused' };

/** The notes of an assignment, sent or not, the latest first. */
export function notesOf(assignment: SyncAssignment, kept: readonly Note[]): ShownNote[] {
  const known = new Map<string, ShownNote>();
  for (const note of kept.filter(({ assignment_id }) => assignment_id === assignment.id)) {
    known.set(note.note_id, { ...note, id: note.note_id, state: note.sent ? 'sent' : note.refused ? 'refused' : 'waiting' });
  }
  for (const note of assignment.notes) known.set(note.id, { ...note, state: 'sent' });
  return [...known.values()].sort((a, b) => Date.parse(b.noted_at) - Date.parse(a.noted_at));
}
