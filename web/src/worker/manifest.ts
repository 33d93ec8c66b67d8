/** What the build tells the worker about the shopper's page. */

/** Path, and SHA-256 of the content in hexadecimal. */
export type PrecachedFile = [path: string, sha256: string];

/** `version` changes with any byte of any file. The page itself stands under `/`. */
export type Manifest = { version: string; files: PrecachedFile[] };
