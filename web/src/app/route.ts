/** Addresses inside a room: `#/branches/<id>`. Hash routes, because a room is one static file. */
export function segments(hash: string): string[] {
  return hash.replace(/^#?\/?/, '').split('/').filter(Boolean).map(decoded);
}

export function href(...parts: string[]): string {
  return `#/${parts.map(encodeURIComponent).join('/')}`;
}

// A mangled address is one that leads nowhere, not an exception.
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
