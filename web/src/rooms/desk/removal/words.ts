/** What an act takes away, as lines with numbers; what there is none of is not mentioned. */
import type { Dependents } from '../../../api/schema';
import type { Messages } from '../../../i18n/en';
import type { Act } from './removing';

type Words = Messages['removal'];
type Thing = keyof Words['things'];

const COUNTED: Record<Exclude<Act, 'reinstate'>, readonly Thing[]> = {
  exclude: ['examples', 'alerts'],
  anonymise: ['narratives', 'photos', 'papers', 'examples', 'collections'],
  erase: ['narratives', 'photos', 'reviews', 'appeals', 'papers', 'exercises', 'alerts', 'examples', 'collections'],
};

export function goesWith(act: Act, dependents: Dependents, t: Words): string[] {
  if (act === 'reinstate') return [];
  const counted = COUNTED[act].filter((thing) => dependents[thing] > 0).map((thing) => t.things[thing](dependents[thing]));
  return [t.first[act], ...counted];
}
