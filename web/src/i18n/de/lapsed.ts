export const lapsed = {
  title: 'Neu anmelden',
  explain: 'Ihre Sitzung ist beendet. Was Sie hier eingegeben haben, bleibt, wie es ist: Melden Sie sich an, und machen Sie dort weiter.',
  who: (name: string) => `Angemeldet war hier ${name}. Wer sich sonst anmeldet, beginnt neu und sieht nichts von dieser Seite.`,
  leave: 'Eingaben verwerfen und gehen',
};
