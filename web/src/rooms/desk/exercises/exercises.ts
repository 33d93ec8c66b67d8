/** Calibration exercises: the same audit scored by several reviewers, each alone. */
import { api, ask } from '../../../api/client';
import type { Problem } from '../../../api/problem';
import type { Colleague, ExerciseDetail, ExercisePage } from '../../../api/schema';
import type { Answer, Item } from '../../../api/types';
import { problemWords } from '../../../app/problemWords';
import { readVersion } from '../../../audit/load';
import type { ChecklistVersion } from '../../../api/schema';
import { i18n } from '../../../i18n/i18n.svelte';

export type WithChecklist = { exercise: ExerciseDetail; version: ChecklistVersion };
export type Scorable = Extract<Item, { kind: 'scale' | 'single_choice' | 'yes_no' }>;

export function readExercises(cursor?: string): Promise<ExercisePage> {
  return ask(api.GET('/api/exercises', { params: { query: { cursor } } }));
}

export function readColleagues(): Promise<Colleague[]> {
  return ask(api.GET('/api/exercises/colleagues'));
}

export async function readExercise(id: string): Promise<WithChecklist> {
  const exercise = await ask(api.GET('/api/exercises/{exercise_id}', { params: { path: { exercise_id: id } } }));
  return { exercise, version: await readVersion(exercise.checklist) };
}

export function makeExercise(id: string, auditId: string, reviewers: string[]): Promise<ExerciseDetail> {
  const body = { audit_id: auditId, reviewers };
  return ask(api.PUT('/api/exercises/{exercise_id}', { params: { path: { exercise_id: id } }, body }));
}

export function handIn(id: string, answers: Record<string, Answer>): Promise<ExerciseDetail> {
  const params = { path: { exercise_id: id } };
  return ask(api.PUT('/api/exercises/{exercise_id}/scoring', { params, body: { answers } }));
}

export function endExercise(id: string): Promise<ExerciseDetail> {
  return ask(api.PUT('/api/exercises/{exercise_id}/closed', { params: { path: { exercise_id: id } } }));
}

export function scorable(item: Item): item is Scorable {
  return item.kind === 'scale' || item.kind === 'single_choice' || item.kind === 'yes_no';
}

export function exerciseWords(problem: Problem): string {
  return i18n.t.exercises.problems[problem.code] ?? problemWords(problem, i18n.t, i18n.locale);
}
