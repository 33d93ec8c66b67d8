import { audit } from './audit';
import { form } from './form';
import { live } from './live';

/** What comes with the pages that need it. */
export const rest = { audit, form, live };
