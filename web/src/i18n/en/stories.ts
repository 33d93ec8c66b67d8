import { plural } from '../plural';

export const stories = {
  audits: 'From audits',
  starter: 'Starter stories',
  source: 'Where from',
  badge: 'Starter story, not from an audit',
  lead: 'Good and bad moments from the practice of others, told for training. None of them is from one of your audits.',
  firstDay: 'There are no examples from audits yet. These stories are here to begin with.',
  search: 'Search in the starter stories',
  nothing: 'No starter story fits',
  shows: 'What it shows',
  language: 'Language of the story',
  back: 'All starter stories',
  real: 'Examples from audits on this theme',
  found: plural('en', { one: '# story', other: '# stories' }),
  counted: (label: string, count: string) => `${label}: ${count}`,
};
