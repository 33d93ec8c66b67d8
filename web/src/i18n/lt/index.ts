import type { Messages } from '../en';
import { first } from './first';
import { rest } from './rest';

export const messages: Messages = { ...first, ...rest };
