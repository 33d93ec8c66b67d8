export const liveUpdates = {
  live: 'Updates by itself',
  updated: (when: string) => `Updated at ${when}`,
  lost: 'Connection lost. Trying again.',
};
