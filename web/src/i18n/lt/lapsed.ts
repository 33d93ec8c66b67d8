export const lapsed = {
  title: 'Prisijunkite iš naujo',
  explain: 'Jūsų seansas baigėsi. Tai, ką čia įrašėte, lieka, kaip buvo: prisijunkite ir tęskite toje pačioje vietoje.',
  who: (name: string) => `Čia buvo prisijungęs naudotojas ${name}. Kas nors kitas prisijungęs pradeda iš naujo ir nieko iš šio puslapio nemato.`,
  leave: 'Atmesti ir išeiti',
};
