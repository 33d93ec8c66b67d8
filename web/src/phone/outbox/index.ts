/** The queue of what is to be sent. It knows no page: it runs in tabs and in the service worker alike. */
export { flush, type Pass } from './pass';
export { resend } from './handover';
export { readQueue } from './queue';
export { sendNow, startSending } from './sending';
export { readOutbox, type Outbox, type OutboxAudit, type OutboxState } from './view';
