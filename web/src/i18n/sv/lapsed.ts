export const lapsed = {
  title: 'Logga in igen',
  explain: 'Du har loggats ut. Det du har skrivit här finns kvar som det är: logga in och fortsätt där du var.',
  who: (name: string) => `${name} var inloggad här. Om någon annan loggar in börjar den om och ser inget av den här sidan.`,
  leave: 'Kasta det skrivna och lämna',
};
