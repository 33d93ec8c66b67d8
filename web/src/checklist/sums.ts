/** Sums and roundings to the last bit as the server makes them: a failed critical item must be 0 on both sides. */

/** The sum of all values, rounded once (Shewchuk's exact partial sums). */
export function exactSum(values: readonly number[]): number {
  const partials: number[] = [];
  for (let value of values) {
    let kept = 0;
    for (const partial of partials.slice()) {
      const [large, small] = Math.abs(value) < Math.abs(partial) ? [partial, value] : [value, partial];
      const sum = large + small;
      const rest = small - (sum - large);
      if (rest !== 0) partials[kept++] = rest;
      value = sum;
    }
    partials.length = kept;
    partials.push(value);
  }
  return rounded(partials);
}

/** The partials rise in size and do not overlap; what lies below the first rest still decides how a tie is rounded. */
function rounded(partials: number[]): number {
  let sum = partials.pop() ?? 0;
  let rest = 0;
  while (rest === 0 && partials.length > 0) {
    const next = partials.pop() ?? 0;
    const total = sum + next;
    rest = next - (total - sum);
    sum = total;
  }
  const below = partials.at(-1) ?? 0;
  const doubled = rest * 2;
  const tie = rest * below > 0 && sum + doubled - sum === doubled;
  return tie ? sum + doubled : sum;
}

/** A non-negative `value` to nine digits, ties to the even digit; `toFixed` rounds them up. */
export function toNineDigits(value: number): number {
  const nearest = value.toFixed(9);
  const tie = /\.\d{9}50*$/.test(value.toFixed(60));
  return Number(tie && Number(nearest.at(-1)) % 2 === 1 ? value.toFixed(10).slice(0, -1) : nearest);
}
