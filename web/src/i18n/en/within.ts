import { plural } from '../plural';

/** A comparison of one wave, or as a month ended. */
export const within = {
  channel: 'Channel',
  wave: 'Wave',
  period: 'End of month',
  everyWave: 'All audits',
  latest: 'Latest',
  unknown: 'Another wave',
  shown: 'What is shown',
  waveTitle: (name: string, dates: string) => `Only wave ${name}: ${dates}`,
  periodTitle: (month: string) => `As ${month} ended`,
  rests: (audits: string, branches: string) => `It rests on ${audits} of ${branches}.`,
  alike: 'Every audit counts alike, whatever its age.',
  fromTheYear: 'How severe shoppers are, and how much branches differ, is taken from the whole year.',
  means: (year: string, wave: string) =>
    `Headlines are drawn towards the year’s peer mean of ${year}; the mean of this wave alone was ${wave}.`,
  noStage: 'One wave is too short for a stage.',
  workedOut: (when: string) => `Worked out on ${when}. It changes only when an audit of the wave does.`,
  upTo: (when: string) => `The comparison as it stood on ${when}, over the twelve months up to then.`,
  unchanged: 'Nothing that was decided later has changed it. The links lead to the branches as they stand today.',
  later: (when: string) => `It was written down later, on ${when}, from the audits as they were by then.`,
  nothing: 'Nothing was kept to be shown',
  noPeriod: (month: string) => `This league was not calibrated in the week after the end of ${month}, so nobody knows how it stood.`,
  noWave:
    'This league has no result for the wave. One appears in the night after its end, if the league has audits in it and the wave lay within the last twelve months.',
  back: 'Show the latest calibration',
  lacked: plural('en', { one: '# audit too few', other: '# audits too few' }),
  basisOfWave: (audits: string, branches: string, until: string) =>
    `Severity and spread are based on ${audits} of ${branches} in the twelve months up to ${until}.`,
  basisOfPeriod: (audits: string, branches: string, until: string) =>
    `Based on ${audits} of ${branches} in the twelve months up to ${until}.`,
};
