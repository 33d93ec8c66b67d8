/** Said to a waiting worker when the shopper agrees to the new version. */
export const APPLY = 'apply';
