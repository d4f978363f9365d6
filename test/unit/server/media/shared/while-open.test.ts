import { errors } from 'mediasoup';
import t from 'tap';
import { whileOpen } from '../../../../../server/src/media/shared/while-open.ts';

t.test('a request for an open object is answered, and its error gets a code', async (t) => {
  t.equal(
    await whileOpen(
      () => false,
      async () => 'done',
    ),
    'done',
  );
  await t.rejects(
    whileOpen(
      () => false,
      () => Promise.reject(new errors.NotFoundError('x')),
    ),
    { code: 'not-found' },
  );
  const unforeseen = new Error('x');
  await t.rejects(
    whileOpen(
      () => false,
      () => Promise.reject(unforeseen),
    ),
    unforeseen,
  );
});

t.test('nothing is asked for a closed object', async (t) => {
  let asked = 0;
  await t.rejects(
    whileOpen(
      () => true,
      async () => {
        asked += 1;
      },
    ),
    { code: 'media-unavailable' },
  );
  t.equal(asked, 0);
});

t.test('whatever fails because the object is closed meanwhile is unavailable media', async (t) => {
  let isClosed = false;
  const cause = new errors.NotFoundError('x');
  const request = (): Promise<never> => {
    isClosed = true;
    return Promise.reject(cause);
  };
  await t.rejects(
    whileOpen(() => isClosed, request),
    { code: 'media-unavailable', cause },
  );
});
