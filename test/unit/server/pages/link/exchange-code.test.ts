import t, { type Test } from 'tap';
import {
  codeOf,
  exchangeCode,
  exchangeForToken,
  LinkInvalid,
  SessionClosed,
} from '../../../../../server/pages/link/exchange-code.ts';

/** Replaces fetch by one that answers this. */
function answer(t: Test, status: number, body: string): void {
  t.intercept(globalThis, 'fetch', { value: async () => new Response(body, { status }) });
}

const refusal = (): Promise<unknown> => exchangeCode('code').catch((thrown: unknown) => thrown);

t.test('the code is the last part of the path, without what a mail program appended', async (t) => {
  for (const [path, code] of [
    ['/j/Ab-_9', 'Ab-_9'],
    ['/calls/j/Ab-_9', 'Ab-_9'],
    ['/j/Ab-_9.', 'Ab-_9'],
    ['/j/Ab-_9%3E', 'Ab-_9'],
    ['/j/', ''],
    ['/j/%20', ''],
  ] as const)
    t.equal(codeOf(path), code, path);
});

t.test('the token of the answer is returned', async (t) => {
  answer(t, 200, '{"token":"a.b.c","expiresAt":"2030-01-01T00:00:00.000Z"}');
  t.same(await exchangeCode('code'), { token: 'a.b.c', isReported: false });
  t.equal(await exchangeForToken('code', {}), 'a.b.c');
  answer(t, 200, '{"token":"a.b.c","isReported":true}');
  t.same(await exchangeCode('code', { check: true }), { token: 'a.b.c', isReported: true });
});

t.test('so are the sessions of a series, without what is none', async (t) => {
  const session = {
    ...{ id: '20261020T180000', startsAt: 1, endsAt: 2, entersAt: 0 },
    ...{ movedFrom: null, isSkipped: false, canEnter: false },
  };
  const plan = { now: 5, timeZone: 'Europe/Berlin', isHost: true, sessions: [session], members: [] };
  answer(t, 200, JSON.stringify({ ...plan, sessions: [session, { id: 'strange' }], members: [{ name: 5 }] }));
  t.same(await exchangeCode('code'), { plan });
  const refused = (thrown: unknown) => thrown instanceof SessionClosed;
  t.equal(await exchangeForToken('code', {}).catch(refused), true, 'a token is expected');
  answer(t, 404, '{"code":"not-available"}');
  t.equal(await exchangeCode('code', { session: 'x' }).catch(refused), true);
});

t.test('only an answer of the server says that a link is not valid', async (t) => {
  answer(t, 404, '{"code":"not-found","message":"","correlationId":""}');
  t.ok((await refusal()) instanceof LinkInvalid);
  for (const [status, body] of [
    [404, '<h1>Not found</h1>'],
    [404, '{"code":"other"}'],
    [404, 'null'],
    [429, '{"code":"rate-limited"}'],
    [503, '{"code":"storage-unavailable"}'],
    [200, '{}'],
  ] as const) {
    answer(t, status, body);
    const error = await refusal();
    t.ok(error instanceof Error && !(error instanceof LinkInvalid), `${status} ${body}`);
  }
});
