import { LANGUAGES, type Language } from './languages';

type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** A wording that agrees with a number; `#` in it becomes the number. */
export function plural(language: Language, forms: Forms): (count: number) => string {
  const { locale } = LANGUAGES[language];
  const rules = new Intl.PluralRules(locale);
  const figures = new Intl.NumberFormat(locale);
  return (count) => (forms[rules.select(count)] ?? forms.other).replace('#', figures.format(count));
}
