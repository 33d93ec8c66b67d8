import { first } from './first';
import { rest } from './rest';

export const messages = { ...first, ...rest };

/** Every other language must have exactly these. */
export type First = typeof first;
export type Rest = typeof rest;
export type Messages = First & Rest;
