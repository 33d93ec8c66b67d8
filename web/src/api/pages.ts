/** Lists come in pages; where a screen needs the whole list, this reads on to the end. */
type Page = { next: string | null };

/** The largest page the server gives. */
export const WHOLE_PAGE = 200;

export async function everyPage<P extends Page>(read: (cursor: string | undefined) => Promise<P>): Promise<P[]> {
  const pages: P[] = [];
  let cursor: string | undefined;
  do {
    const page = await read(cursor);
    pages.push(page);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return pages;
}
