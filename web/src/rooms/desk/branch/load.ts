/** A branch with its results under every checklist, and the words of what they are about. */
import { api, ask } from '../../../api/client';
import type { BranchDetail, BranchIndex, BranchMix, ChecklistSummary, LatestOutcomes, Section, StoredRegion, Waits } from '../../../api/schema';
import type { Item } from '../../../api/types';
import { readVersion } from '../../../audit/load';
import { readRegions } from '../network';
import { readMix } from './mix';

export type LoadedBranch = {
  found: BranchDetail;
  regions: StoredRegion[];
  checklists: Map<string, ChecklistSummary>;
  /** By the checklist's key. */
  indexes: Map<string, BranchIndex>;
  mix: BranchMix;
  outcomes: LatestOutcomes;
};

export type Published = BranchIndex & { report: { headline: NonNullable<NonNullable<BranchIndex['report']>['headline']> } };

/** What the keys of a report stand for; `fallback` is the language the checklist was written in. */
export type Texts = { items: Map<string, Item>; sections: Map<string, Section>; fallback: string };

export async function readBranch(id: string): Promise<LoadedBranch> {
  const [found, regions, checklists, mix, outcomes] = await Promise.all([
    ask(api.GET('/api/branches/{branch_id}', { params: { path: { branch_id: id } } })),
    readRegions(),
    ask(api.GET('/api/checklists')),
    readMix(id),
    ask(api.GET('/api/branches/{branch_id}/outcomes/latest', { params: { path: { branch_id: id } } })),
  ]);
  found.results.sort((a, b) => b.result.audits - a.result.audits);
  const indexes = await Promise.all(found.results.map(({ checklist }) => readIndex(id, checklist)));
  return {
    found,
    regions,
    mix,
    outcomes,
    checklists: new Map(checklists.map((checklist) => [checklist.key, checklist])),
    indexes: new Map(indexes.map((index) => [index.league.checklist, index])),
  };
}

/** Of the latest version, and of older ones as far as they are needed: items come and go. */
export async function readTexts(checklist: ChecklistSummary, keys: readonly string[]): Promise<Texts> {
  const texts: Texts = { items: new Map(), sections: new Map(), fallback: checklist.languages[0] ?? 'en' };
  for (let version = checklist.version; version > 0; version -= 1) {
    const { definition } = await readVersion({ key: checklist.key, version });
    for (const section of definition.sections) {
      if (!texts.sections.has(section.key)) texts.sections.set(section.key, section);
      for (const item of section.items) if (!texts.items.has(item.key)) texts.items.set(item.key, item);
    }
    if (keys.every((key) => texts.items.has(key))) break;
  }
  return texts;
}

export function isPublished(index: BranchIndex): index is Published {
  return index.report?.headline?.published === true;
}

export function readWaits(id: string, checklist: string): Promise<Waits> {
  return ask(api.GET('/api/branches/{branch_id}/waits', { params: { path: { branch_id: id }, query: { checklist } } }));
}

async function readIndex(id: string, checklist: string): Promise<BranchIndex> {
  const params = { path: { branch_id: id }, query: { checklist } };
  // The client's types forget how long a tuple is.
  return (await ask(api.GET('/api/branches/{branch_id}/index', { params }))) as BranchIndex;
}
