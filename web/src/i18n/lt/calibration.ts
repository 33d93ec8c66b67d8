export const calibration = {
  done: (ago: string) => `Sukalibruota ${ago}.`,
  never: 'Dar nekalibruota.',
  asked: 'Kalibravimas tuoj prasidės.',
  running: (done: string, all: string) => `Kalibruojama: ${done} iš ${all} lygų.`,
  interrupted: 'Paskutinis kalibravimas nutrūko nebaigtas.',
  failed: (reason: string) => `Paskutinis kalibravimas nepavyko: ${reason}.`,
  begin: 'Kalibruoti dabar',
};
