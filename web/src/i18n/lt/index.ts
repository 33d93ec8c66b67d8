import type { Messages } from '../en';
import { first } from './first';
import { office } from './office';
import { rest } from './rest';

export const messages: Messages = { ...first, ...rest, ...office };
