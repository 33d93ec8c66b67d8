/** The name under which the browser's background sync knows the queue. */
export const SYNC_TAG = 'outbox';
