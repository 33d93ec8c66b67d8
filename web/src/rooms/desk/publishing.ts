/** Sending a definition as the author wrote it: the server reads YAML and JSON, and finds all faults itself. */
import { api, ask } from '../../api/client';
import type { Checklist, ChecklistCheck, ChecklistVersion } from '../../api/schema';

export type Source = { text: string; type: 'application/json' | 'application/yaml' };

export async function readSource(file: File): Promise<Source> {
  return { text: await file.text(), type: file.name.toLowerCase().endsWith('.json') ? 'application/json' : 'application/yaml' };
}

export function check(source: Source): Promise<ChecklistCheck> {
  return ask(api.POST('/api/checklists/check', written(source)));
}

export async function publish(source: Source): Promise<{ version: ChecklistVersion; created: boolean }> {
  const call = api.POST('/api/checklists', written(source));
  const version = await ask(call);
  return { version, created: (await call).response.status === 201 };
}

/** The text goes as it is; the client would otherwise wrap it in quotes. */
function written({ text, type }: Source): { body: Checklist; bodySerializer: () => string; headers: Record<string, string> } {
  return { body: {} as Checklist, bodySerializer: () => text, headers: { 'Content-Type': type } };
}
