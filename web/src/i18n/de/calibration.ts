export const calibration = {
  done: (ago: string) => `Kalibriert ${ago}.`,
  never: 'Noch nicht kalibriert.',
  asked: 'Eine Kalibrierung beginnt gleich.',
  running: (done: string, all: string) => `Kalibrierung läuft: ${done} von ${all} Ligen.`,
  interrupted: 'Die letzte Kalibrierung wurde vor ihrem Ende abgebrochen.',
  failed: (reason: string) => `Die letzte Kalibrierung ist gescheitert: ${reason}.`,
  begin: 'Jetzt kalibrieren',
};
