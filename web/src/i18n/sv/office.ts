import type { Office } from '../en';
import { compare } from './compare';
import { desk } from './desk';

export const office: Office = { compare, desk };
