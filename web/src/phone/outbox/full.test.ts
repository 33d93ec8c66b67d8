/** A phone without room for one byte more, while an audit travels. */
import 'fake-indexeddb/auto';
import { IDBObjectStore } from 'fake-indexeddb';
import { afterEach, expect, test, vi } from 'vitest';
import { readAnswers, saveAnswer } from '../answers';
import { readDraft, reopenDraft } from '../drafts';
import { listPhotos, readPhotoBytes } from '../photos';
import { readReceipt } from '../receipts';
import { addPhoto, submitted } from '../testing/phone';
import { Trial } from '../testing/trial';

afterEach(() => vi.restoreAllMocks());

/** Nothing can be noted about what goes out. */
function noRoomForSubmissions(): void {
  const put = IDBObjectStore.prototype.put;
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...args) {
    if (this.name === 'submissions') throw new DOMException('no room', 'QuotaExceededError');
    return put.apply(this, args);
  });
}

test('a draft that was reopened while it travelled outlives the receipt of what it was', async () => {
  const trial = await Trial.begin();
  const { db, server } = trial;
  noRoomForSubmissions();
  const { audit_id } = await submitted(db, [1000], trial.places[0]);
  const [old] = await listPhotos(db, audit_id);
  let photoId = '';
  server.mischief = ({ method, path }, serve) => {
    if (method !== 'PUT' || !path.startsWith('/api/audits/')) return undefined;
    return serve().then(async (receipt) => {
      await reopenDraft(db, audit_id);
      await saveAnswer(db, audit_id, 'words', { value: { kind: 'text', text: 'Mended' } });
      ({ photo_id: photoId } = await addPhoto(db, audit_id, 2000));
      return receipt;
    });
  };
  await trial.pass();
  expect((await readDraft(db, audit_id))?.state).toBe('filling');
  expect((await readAnswers(db, audit_id)).words?.value).toEqual({ kind: 'text', text: 'Mended' });
  expect((await listPhotos(db, audit_id)).map(({ photo_id }) => photo_id)).toEqual([old?.photo_id, photoId]);
  expect((await readPhotoBytes(db, photoId))?.byteLength).toBe(2000);
  expect((await readReceipt(db, audit_id))?.receipt.revision).toBe(1);
});

test('a draft that nobody touched goes with its receipt, although there was no room to note that it left', async () => {
  const trial = await Trial.begin();
  noRoomForSubmissions();
  const draft = await submitted(trial.db, [1000], trial.places[0]);
  const photos = await listPhotos(trial.db, draft.audit_id);
  await trial.pass();
  await trial.expectArrived(draft, photos);
});
