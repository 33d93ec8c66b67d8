export const lapsed = {
  title: 'Yeniden oturum açın',
  explain: 'Oturumunuz sona erdi. Burada yazdıklarınız olduğu gibi duruyor: oturum açın ve kaldığınız yerden sürdürün.',
  who: (name: string) => `Burada ${name} oturum açmıştı. Başka biri oturum açarsa baştan başlar ve bu sayfadan hiçbir şey görmez.`,
  leave: 'Yazılanları sil ve ayrıl',
};
