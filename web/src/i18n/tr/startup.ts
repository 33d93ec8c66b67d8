export * from './common';
export * from './field';
export * from './problems';
export * from './shopper';
