import type { Rest } from '../en';
import { audit } from './audit';
import { form } from './form';
import { live } from './live';

export const rest: Rest = { audit, form, live };
