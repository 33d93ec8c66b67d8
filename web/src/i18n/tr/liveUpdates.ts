export const liveUpdates = {
  live: 'Kendiliğinden güncellenir',
  updated: (when: string) => `Güncellendi: ${when}`,
  lost: 'Bağlantı koptu. Yeniden deneniyor.',
};
