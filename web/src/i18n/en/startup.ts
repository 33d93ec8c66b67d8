/** What a phone needs to show its first page. Every other language must have exactly these. */
export * from './common';
export * from './field';
export * from './problems';
export * from './shopper';
