export const meanwhile = {
  title: 'Jemand hat das inzwischen geändert',
  explain: 'Was Sie eingegeben haben, steht noch da. Was Sie nicht angerührt hatten, ist jetzt, wie es gespeichert ist. Erneutes Speichern ersetzt dies:',
  taken: 'Was Sie eingegeben haben, steht noch da, und was Sie nicht angerührt hatten, ist jetzt, wie es gespeichert ist. Speichern Sie noch einmal.',
  stored: (label: string) => `Jetzt gespeichert: ${label}`,
};
