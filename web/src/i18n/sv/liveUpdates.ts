export const liveUpdates = {
  live: 'Uppdateras av sig själv',
  updated: (when: string) => `Uppdaterad kl. ${when}`,
  lost: 'Anslutningen är bruten. Försöker igen.',
};
