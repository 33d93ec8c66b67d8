export const meanwhile = {
  title: 'Kažkas tai tuo metu pakeitė',
  explain: 'Tai, ką įrašėte, tebėra čia. Ko nelietėte, dabar yra taip, kaip išsaugota. Išsaugojus dar kartą bus pakeista:',
  taken: 'Tai, ką įrašėte, tebėra čia, o ko nelietėte, dabar yra taip, kaip išsaugota. Išsaugokite dar kartą.',
  stored: (label: string) => `Dabar išsaugota: ${label}`,
};
