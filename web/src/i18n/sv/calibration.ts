export const calibration = {
  done: (ago: string) => `Kalibrerades ${ago}.`,
  never: 'Ännu inte kalibrerat.',
  asked: 'En kalibrering börjar strax.',
  running: (done: string, all: string) => `Kalibrering pågår: ${done} av ${all} ligor.`,
  interrupted: 'Den senaste kalibreringen avbröts innan den var klar.',
  failed: (reason: string) => `Den senaste kalibreringen misslyckades: ${reason}.`,
  begin: 'Kalibrera nu',
};
