export const meanwhile = {
  title: 'Någon har ändrat det här under tiden',
  explain: 'Det du har skrivit finns kvar. Det du inte hade rört är nu som det är sparat. Om du sparar igen ersätts detta:',
  taken: 'Det du har skrivit finns kvar, och det du inte hade rört är nu som det är sparat. Spara igen.',
  stored: (label: string) => `Sparat nu: ${label}`,
};
