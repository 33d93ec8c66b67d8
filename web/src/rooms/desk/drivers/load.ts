/** The drivers of a league, and what the keys of their sections stand for. */
import { api, ask } from '../../../api/client';
import type { DriverReport, Section } from '../../../api/schema';
import { readVersion } from '../../../audit/load';

export type Driver = DriverReport['drivers'][number];
export type LoadedDrivers = { report: DriverReport; sections: Map<string, Section>; fallback: string };

export async function readDrivers(query: Record<string, string>): Promise<LoadedDrivers> {
  // The address holds what the parameters may be.
  const report = await ask(api.GET('/api/drivers', { params: { query: query as never } }));
  if (report.version === null) return { report, sections: new Map(), fallback: 'en' };
  const { definition } = await readVersion({ key: report.league.checklist, version: report.version });
  return {
    report,
    sections: new Map(definition.sections.map((section) => [section.key, section])),
    fallback: definition.languages[0] ?? 'en',
  };
}

/** The means of importance and performance: the lines between the four fields. */
export function means(drivers: readonly Driver[]): { importance: number; performance: number } {
  const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  return { importance: mean(drivers.map((one) => one.importance)), performance: mean(drivers.map((one) => one.performance)) };
}

/** Weakest first; branches without the section are left out. */
export function branchesOf({ branches }: DriverReport, section: string): { id: string; name: string; score: number }[] {
  return branches
    .flatMap(({ branch_id: id, branch_name: name, sections }) => {
      const score = sections[section];
      return score === undefined ? [] : [{ id, name, score }];
    })
    .toSorted((a, b) => a.score - b.score);
}
