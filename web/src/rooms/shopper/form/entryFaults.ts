/** What is wrong with an item as it stands in the form, and where a fault of the server belongs. */
import type { Answer, Item, Tier } from '../../../api/types';
import { itemFaults, type Fault } from '../../../checklist/faults';
import type { DraftAnswer } from '../../../phone/records';

/** `began` in ms. Besides the server's faults there are two that never reach it: a number or a time half typed. */
export function entryFaults(
  item: Item,
  draft: DraftAnswer | undefined,
  answer: Answer | undefined,
  began: number,
  tier: Tier,
): Fault[] {
  if (answer === undefined && draft?.typed !== undefined) {
    return [{ path: `answers.${item.key}`, code: item.kind === 'number' ? 'number_unreadable' : 'time_incomplete' }];
  }
  return itemFaults(item, answer, began, tier);
}

const PATH = /^answers\.([a-z][a-z0-9_]*)/;

/** Faults by the key of the item that they are about. */
export function faultsByItem(faults: readonly Fault[]): Map<string, Fault[]> {
  const found = new Map<string, Fault[]>();
  for (const fault of faults) {
    const key = PATH.exec(fault.path)?.[1];
    if (key !== undefined) found.set(key, [...(found.get(key) ?? []), fault]);
  }
  return found;
}

/** The faults that are about the audit as a whole. */
export function otherFaults(faults: readonly Fault[]): Fault[] {
  return faults.filter(({ path }) => !PATH.test(path));
}
