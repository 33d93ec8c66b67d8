/** Where the points of a scatter lie, in percent of its width and height. */
export type Point = { id: string; x: number; y: number; words: string };
export type Placed = { id: string; left: number; top: number; words: string };

/** Room above the highest and below the lowest point, as a share of their distance. */
const ROOM = 0.08;

/** `x` runs from 0 to `end`; `y` from the lowest value to the highest, which is on top. */
export function placed(points: readonly Point[], end: number): { dots: Placed[]; low: number; high: number } {
  const values = points.map(({ y }) => y);
  const least = Math.min(...values);
  const most = Math.max(...values);
  const room = (most - least) * ROOM || 1;
  const low = least - room;
  const high = most + room;
  const dots = points.map(({ id, x, y, words }) => ({
    id,
    words,
    left: rounded((Math.min(Math.max(x, 0), end) / end) * 100),
    top: rounded(((high - y) / (high - low)) * 100),
  }));
  return { dots, low: least, high: most };
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
