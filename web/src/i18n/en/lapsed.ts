export const lapsed = {
  title: 'Sign in again',
  explain: 'Your session has ended. What you have typed here stays as it is: sign in, and go on where you were.',
  who: (name: string) => `${name} was signed in here. Whoever else signs in begins anew and sees nothing of this page.`,
  leave: 'Discard and leave',
};
