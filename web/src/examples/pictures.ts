/** Where redacted pictures come from: through the reader's session unless somebody says otherwise. */
import { createContext } from 'svelte';
import type { Example } from '../api/schema';

export type Size = 'image' | 'thumbnail';
/** The address of a picture; null for one that is gone. */
export type PictureSource = (redacted: string, size: Size) => string | null;

const [get, setPictureSource] = createContext<PictureSource>();
export { setPictureSource };

export function pictureSource(): PictureSource {
  try {
    return get();
  } catch {
    return (redacted, size) => addressIn('/api/redacted-photos', redacted, size);
  }
}

/** Pictures as guests get them, through a share link. */
export function sharedPictures(token: string): PictureSource {
  return (redacted, size) => addressIn(`/api/shared/${encodeURIComponent(token)}/pictures`, redacted, size);
}

/** Those without people in them. Desks are also told of photos that wait; this room never shows these. */
export function redactedIn({ photos }: Pick<Example, 'photos'>): string[] {
  return photos.flatMap(({ redacted, state }) => (redacted !== null && state === 'done' ? [redacted] : []));
}

function addressIn(folder: string, redacted: string, size: Size): string {
  return `${folder}/${redacted}${size === 'thumbnail' ? '/thumbnail' : ''}`;
}
