import type { Rest } from '../en';
import { audit } from './audit';
import { desk } from './desk';
import { form } from './form';
import { live } from './live';

export const rest: Rest = { audit, desk, form, live };
