import { audit } from './audit';
import { common } from './common';
import { desk } from './desk';
import { field } from './field';
import { form } from './form';
import { live } from './live';
import { problems } from './problems';
import { shopper } from './shopper';

export const messages = { common, problems, audit, shopper, desk, field, live, form };

/** Every other language must have exactly these. */
export type Messages = typeof messages;
