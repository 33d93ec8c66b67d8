export const calibration = {
  done: (ago: string) => `Calibrated ${ago}.`,
  never: 'Not calibrated yet.',
  asked: 'A calibration is about to begin.',
  running: (done: string, all: string) => `Calibrating now: ${done} of ${all} leagues.`,
  interrupted: 'The latest calibration was cut off before its end.',
  failed: (reason: string) => `The latest calibration failed: ${reason}.`,
  begin: 'Calibrate now',
};
