export const calibration = {
  done: (ago: string) => `${ago} kalibre edildi.`,
  never: 'Henüz kalibre edilmedi.',
  asked: 'Kalibrasyon birazdan başlayacak.',
  running: (done: string, all: string) => `Kalibrasyon sürüyor: ${all} ligden ${done} tamam.`,
  interrupted: 'Son kalibrasyon bitmeden kesildi.',
  failed: (reason: string) => `Son kalibrasyon başarısız oldu: ${reason}.`,
  begin: 'Şimdi kalibre et',
};
