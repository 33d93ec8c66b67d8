import { first } from './first';
import { office } from './office';
import { rest } from './rest';

export const messages = { ...first, ...rest, ...office };

/** Every other language must have exactly these. */
export type First = typeof first;
export type Rest = typeof rest;
export type Office = typeof office;
export type Messages = First & Rest & Office;
