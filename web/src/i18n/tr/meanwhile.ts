export const meanwhile = {
  title: 'Bu arada biri bunu değiştirdi',
  explain: 'Yazdıklarınız hâlâ burada. Dokunmadıklarınız artık kayıtlı olduğu gibi. Yeniden kaydederseniz şunun yerine geçer:',
  taken: 'Yazdıklarınız hâlâ burada, dokunmadıklarınız artık kayıtlı olduğu gibi. Yeniden kaydedin.',
  stored: (label: string) => `Şu an kayıtlı: ${label}`,
};
