/** A running time as a stopwatch shows it: `0:07`, `12:34`, `26:05:09`. Parts of a second are left out. */
export function digits(seconds: number): string {
  const total = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  const two = (part: number): string => String(part).padStart(2, '0');
  const rest = two(total % 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`;
}
