/** Addresses inside a room: `#/branches/<id>`. Hash routes, because a room is one static file. */
export function segments(hash: string): string[] {
  return hash.replace(/\?.*$/s, '').replace(/^#?\/?/, '').split('/').filter(Boolean).map(decoded);
}

export function href(...parts: string[]): string {
  return `#/${parts.map(encodeURIComponent).join('/')}`;
}

/** What a page is asked to show: `#/compare?region=<id>`. */
export function parameters(hash: string): URLSearchParams {
  const at = hash.indexOf('?');
  return new URLSearchParams(at < 0 ? '' : hash.slice(at + 1));
}

/** The address of a page with parameters; empty ones are left out. */
export function hrefWith(parts: string[], given: Record<string, string>): string {
  const said = Object.entries(given).filter(([, value]) => value !== '');
  return said.length > 0 ? `${href(...parts)}?${new URLSearchParams(said)}` : href(...parts);
}

// A mangled address is one that leads nowhere, not an exception.
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
