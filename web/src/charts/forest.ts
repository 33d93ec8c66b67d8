/** The shapes of many branches with their intervals on one axis, as few paths: a thousand must be drawn at once. */

/** `band`: the group; values on the axis 0-100. */
export type Dot = { id: string; value: number; low: number; high: number; band: number; rival: boolean };
export type Band = { number: number; top: number; height: number };
export type Forest = {
  height: number;
  /** Pixels between two branches. */
  step: number;
  bands: Band[];
  own: Shapes;
  rivals: Shapes;
};
type Shapes = { intervals: string; dots: string };

/** Units of the picture's width for one point of the axis. */
export const UNIT = 10;

const ROOMY = 13;
const LOWEST = 96;
const TALLEST = 480;

/** Branches from top to bottom in the order given. */
export function forest(dots: readonly Dot[]): Forest {
  const height = Math.min(Math.max(dots.length * ROOMY, LOWEST), TALLEST);
  const step = dots.length > 0 ? height / dots.length : height;
  return {
    height,
    step,
    bands: bandsOf(dots, step),
    own: shapes(dots, step, (dot) => !dot.rival),
    rivals: shapes(dots, step, (dot) => dot.rival),
  };
}

export function middleOf(position: number, step: number): number {
  return (position + 0.5) * step;
}

function bandsOf(dots: readonly Dot[], step: number): Band[] {
  const bands: Band[] = [];
  dots.forEach((dot, position) => {
    const last = bands.at(-1);
    if (last?.number === dot.band) last.height += step;
    else bands.push({ number: dot.band, top: position * step, height: step });
  });
  return bands;
}

function shapes(dots: readonly Dot[], step: number, wanted: (dot: Dot) => boolean): Shapes {
  let intervals = '';
  let points = '';
  dots.forEach((dot, position) => {
    if (!wanted(dot)) return;
    const y = rounded(middleOf(position, step));
    intervals += `M${rounded(dot.low * UNIT)} ${y}H${rounded(dot.high * UNIT)}`;
    // A line of no length has round or square ends, whatever the picture is stretched to.
    points += `M${rounded(dot.value * UNIT)} ${y}h.01`;
  });
  return { intervals, dots: points };
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
