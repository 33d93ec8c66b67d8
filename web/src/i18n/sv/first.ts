import type { First } from '../en';
import { common } from './common';
import { field } from './field';
import { problems } from './problems';
import { shopper } from './shopper';

export const first: First = { common, field, problems, shopper };
