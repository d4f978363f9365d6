import { createAccessToken } from '@hearthroom/sdk/token';
import t from 'tap';
import { KeyRing, secretKeys } from '../../../../server/src/auth/keys/keys.ts';
import { verifyAccessToken } from '../../../../server/src/auth/tokens/access-token.ts';
import { AppError } from '../../../../server/src/core/errors/errors.ts';
import { ServerObserver } from '../../../../server/src/core/events/observer.ts';
import { Preflights } from '../../../../server/src/preflight/preflights.ts';
import { PreflightDesk } from '../../../../server/src/signaling/preflight-desk.ts';

const key = { id: 'test', secret: 'a-secret-of-the-tests-0123456789abcdef' };
const keys = new KeyRing(secretKeys(new Map([[key.id, key.secret]])), new Uint8Array(32));

t.test('a preflight leaves no place taken when the revocations can’t be read after it was opened', async (t) => {
  let closed = 0;
  const echo = {
    openTransport: () => Promise.reject(new Error('not used')),
    connectTransport: async () => {},
    echoTrack: () => Promise.reject(new Error('not used')),
    close: () => {
      closed += 1;
    },
  };
  const media = { openEcho: async () => echo };
  const preflights = new Preflights({ media, observer: new ServerObserver(), max: 1 });
  t.teardown(() => preflights.close());
  const tokens = {
    verifyForPreflight: (token: string) => verifyAccessToken(token, keys),
    isStillValid: (): boolean => {
      throw new AppError('storage-unavailable');
    },
    isWithdrawn: () => false,
  };
  const registry = { takesPreflight: () => true };
  const desk = new PreflightDesk({ preflights, registry, tokens, createIceServers: () => [] });
  const token = await createAccessToken({ key, room: 'r-1', sub: 'anna', role: 'client', name: 'Anna' });
  const connection = { isClosed: false, close: () => {} };
  await t.rejects(desk.begin(connection, { token }), { code: 'storage-unavailable' });
  t.equal(closed, 1);
  t.equal(desk.has(connection), false);
});
