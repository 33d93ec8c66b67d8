export const liveUpdates = {
  live: 'Atsinaujina savaime',
  updated: (when: string) => `Atnaujinta ${when}`,
  lost: 'Ryšys nutrūko. Bandoma iš naujo.',
};
