import { common } from './common';
import { field } from './field';
import { problems } from './problems';
import { shopper } from './shopper';

/** What a phone needs to show its first page. */
export const first = { common, field, problems, shopper };
