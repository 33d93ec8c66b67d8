/** Numbers as people type them, with a comma or a dot. */

/** null when it is no number. One separator is decimal, whichever it is; of two kinds the last one is. */
export function readNumber(text: string): number | null {
  const typed = text.replace(/[\s\u00a0\u202f'’]/g, '').replace('\u2212', '-');
  if (!/^[+-]?(\d[\d.,]*|[.,]\d+)$/.test(typed)) return null;
  const last = Math.max(typed.lastIndexOf(','), typed.lastIndexOf('.'));
  if (last < 0) return Number(typed);
  const whole = typed.slice(0, last);
  const separator = typed.charAt(last);
  // `1.234.567`: a separator that comes twice parts thousands.
  if (whole.includes(separator)) return isGrouped(typed, separator) ? Number(typed.replaceAll(separator, '')) : null;
  const grouped = /[.,]/.exec(whole)?.[0];
  if (grouped !== undefined && !isGrouped(whole, grouped)) return null;
  return Number(`${whole.replace(/[.,]/g, '')}.${typed.slice(last + 1)}`);
}

function isGrouped(text: string, separator: string): boolean {
  const [first = '', ...rest] = text.replace(/^[+-]/, '').split(separator);
  return first.length > 0 && first.length <= 3 && rest.every((part) => /^\d{3}$/.test(part));
}

/** As it stands in the field: the decimal mark of the locale, and no others. */
export function numberText(locale: string, value: number): string {
  return new Intl.NumberFormat(locale, { useGrouping: false, maximumFractionDigits: 10 }).format(value).replace('\u2212', '-');
}
