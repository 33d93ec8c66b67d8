import { LANGUAGES, type Language } from './languages';

type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };
type Grammar = { rules: Intl.PluralRules; figures: Intl.NumberFormat };

/** Made when first needed: a dictionary has dozens of these wordings, and each object takes a slow phone milliseconds. */
const grammars = new Map<Language, Grammar>();

/** A wording that agrees with a number; `#` in it becomes the number. */
export function plural(language: Language, forms: Forms): (count: number) => string {
  return (count) => {
    const { rules, figures } = grammarOf(language);
    return (forms[rules.select(count)] ?? forms.other).replace('#', figures.format(count));
  };
}

function grammarOf(language: Language): Grammar {
  const known = grammars.get(language);
  if (known) return known;
  const { locale } = LANGUAGES[language];
  const made = { rules: new Intl.PluralRules(locale), figures: new Intl.NumberFormat(locale) };
  grammars.set(language, made);
  return made;
}
