export const meanwhile = {
  title: 'Somebody has changed this meanwhile',
  explain: 'What you typed is still here. What you had not touched is now as they left it. Saving again replaces this:',
  taken: 'What you typed is still here, and what you had not touched is now as they left it. Save again.',
  stored: (label: string) => `Stored now: ${label}`,
};
