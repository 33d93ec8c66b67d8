import * as deferred from './deferred';
import * as office from './office';
import * as startup from './startup';

export const messages = { ...startup, ...deferred, ...office };

export type Startup = typeof startup;
export type Deferred = typeof deferred;
export type Office = typeof office;
export type Messages = Startup & Deferred & Office;
