/** Receipts: proof that an audit and its photos are stored at the server. */
import type { PhoneDatabase } from './database';
import type { ReceiptRecord } from './records';

/** The receipts that are kept on this phone, the latest first. */
export async function listReceipts(db: PhoneDatabase): Promise<ReceiptRecord[]> {
  const receipts = await db.read(['receipts'], (tx) => tx.objectStore('receipts').getAll());
  return receipts.sort((a, b) => Date.parse(b.receipt.received_at) - Date.parse(a.receipt.received_at));
}

/** Of the latest revision that was sent from this phone. */
export async function readReceipt(db: PhoneDatabase, auditId: string): Promise<ReceiptRecord | null> {
  return (await db.read(['receipts'], (tx) => tx.objectStore('receipts').get(auditId))) ?? null;
}
