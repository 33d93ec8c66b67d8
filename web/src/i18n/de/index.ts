import type { Messages } from '../en';
import { audit } from './audit';
import { common } from './common';
import { desk } from './desk';
import { field } from './field';
import { form } from './form';
import { live } from './live';
import { problems } from './problems';
import { shopper } from './shopper';

export const messages: Messages = { common, problems, audit, shopper, desk, field, live, form };
