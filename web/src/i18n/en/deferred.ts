/** What comes with the pages that need it. Every other language must have exactly these. */
export * from './audit';
export * from './form';
export * from './live';
