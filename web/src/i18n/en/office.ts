import { actions } from './actions';
import { compare } from './compare';
import { desk } from './desk';

/** What only people at a desk read. */
export const office = { actions, compare, desk };
