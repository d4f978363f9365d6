import { errors } from 'mediasoup';
import t from 'tap';
import { AppError } from '../../../../../server/src/core/errors/errors.ts';
import { isGone, toAppError } from '../../../../../server/src/media/shared/media-errors.ts';

t.test('each failure of mediasoup gets the code that tells a client what to do', async (t) => {
  t.match(toAppError(new errors.WorkerClosedError('x')), { code: 'media-unavailable' });
  t.match(toAppError(new errors.NotFoundError('x')), { code: 'not-found' });
  t.match(toAppError(new TypeError('x')), { code: 'media-unsupported' });
  t.match(toAppError(new errors.UnsupportedError('x')), { code: 'media-unsupported' });
  t.match(toAppError(new Error('ssrc already exists in RTP listener [ssrc:1]')), { code: 'media-unsupported' });
});

t.test('what has a code keeps it, what is unforeseen stays what it is', async (t) => {
  const known = new AppError('not-allowed');
  const unforeseen = new Error('x');
  t.equal(toAppError(known), known);
  t.equal(toAppError(unforeseen), unforeseen);
});

t.test('what is gone is told from what failed, also behind a code', async (t) => {
  t.ok(isGone(new errors.NotFoundError('x')));
  t.ok(isGone(toAppError(new errors.WorkerClosedError('x'))));
  t.notOk(isGone(new Error('x')));
  t.notOk(isGone(new AppError('not-found')));
});
