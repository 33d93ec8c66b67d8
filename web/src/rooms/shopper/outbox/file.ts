/** Handing a file to the phone. */

/** Long enough for the browser to have taken it. */
const TAKEN_MS = 60_000;

/** The name of an exported audit: `audit-vilnius-old-town-2026-03-01.json`. */
export function fileName(branch: string, startedAt: string): string {
  const plain = branch
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return ['audit', plain, startedAt.slice(0, 10)].filter(Boolean).join('-') + '.json';
}

export function save(content: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), TAKEN_MS);
}
