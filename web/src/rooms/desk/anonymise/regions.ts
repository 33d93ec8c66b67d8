/** Regions of a picture, in fractions of its width and height. */
import type { Redaction, RedactionChange } from '../../../api/schema';

export type Region = NonNullable<RedactionChange['regions']>[number];
export type Box = Extract<Region, { shape: 'box' }>;
export type Point = [number, number];
/** As it is read; its regions are those that were sent. */
export type Seen = Omit<Redaction, 'regions'> & { regions: readonly object[] };

export const STEP = 0.01;
export const BRUSH = 0.03;
const SMALLEST = 0.01;
const WIDEST_BRUSH = 0.25;
const THINNEST_BRUSH = 0.002;

const clamp = (value: number, low = 0, high = 1): number => Math.min(high, Math.max(low, value));
const rounded = (value: number): number => Math.round(value * 10_000) / 10_000;

/** From corner to corner, in any direction; null for a mere click. */
export function boxed(from: Point, to: Point): Box | null {
  const [left, right] = [from[0], to[0]].map((x) => clamp(x)).sort((a, b) => a - b) as Point;
  const [top, bottom] = [from[1], to[1]].map((y) => clamp(y)).sort((a, b) => a - b) as Point;
  if (right - left < SMALLEST || bottom - top < SMALLEST) return null;
  return { shape: 'box', x: rounded(left), y: rounded(top), width: rounded(right - left), height: rounded(bottom - top) };
}

export function painted(points: readonly Point[], radius = BRUSH): Region {
  const kept = points.map(([x, y]) => [rounded(clamp(x)), rounded(clamp(y))] as Point);
  // The server takes so many points; a finger that draws for long gets every other one.
  const step = Math.ceil(kept.length / 400);
  return { shape: 'stroke', points: kept.filter((_, n) => n % step === 0), radius };
}

export function moved(region: Region, dx: number, dy: number): Region {
  if (region.shape === 'box') {
    const x = rounded(clamp(region.x + dx, 0, 1 - region.width));
    return { ...region, x, y: rounded(clamp(region.y + dy, 0, 1 - region.height)) };
  }
  const points = region.points.map(([x, y]) => [rounded(clamp(x + dx)), rounded(clamp(y + dy))] as Point);
  return { ...region, points };
}

/** A box grows at its lower right corner, a stroke all around. */
export function resized(region: Region, dx: number, dy: number): Region {
  if (region.shape === 'box') {
    const width = rounded(clamp(region.width + dx, SMALLEST, 1 - region.x));
    return { ...region, width, height: rounded(clamp(region.height + dy, SMALLEST, 1 - region.y)) };
  }
  return { ...region, radius: rounded(clamp(region.radius + (dx + dy) / 2, THINNEST_BRUSH, WIDEST_BRUSH)) };
}
