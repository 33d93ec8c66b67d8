import type { Office } from '../en';
import { actions } from './actions';
import { compare } from './compare';
import { desk } from './desk';

export const office: Office = { actions, compare, desk };
