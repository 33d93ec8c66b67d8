export * from './audit';
export * from './form';
export * from './live';
