import { audit } from './audit';
import { desk } from './desk';
import { form } from './form';
import { live } from './live';

/** What comes with the pages that need it. */
export const rest = { audit, desk, form, live };
