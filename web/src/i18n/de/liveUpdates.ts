export const liveUpdates = {
  live: 'Aktualisiert sich von selbst',
  updated: (when: string) => `Aktualisiert um ${when}`,
  lost: 'Verbindung unterbrochen. Neuer Versuch läuft.',
};
