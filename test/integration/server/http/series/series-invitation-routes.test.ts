/** Personal links of members of series: over REST, and what the pages behind them are given, at a clock that the test sets. */
import { SeriesPlan } from '@hearthroom/sdk/protocol';
import t, { type Test } from 'tap';
import { Check } from 'typebox/value';
import { verifyAccessToken } from '../../../../../server/src/auth/tokens/access-token.ts';
import { MovedClock } from '../../../../support/series/moved-clock.ts';
import { startRest } from '../../../../support/server/rest/rest-server.ts';

const [first, second] = ['20261020T180000', '20261027T180000'] as const;
const weber = { id: 'p-weber', name: 'Dr. Weber', role: 'therapist' };
const anna = { id: 'p-anna', name: 'Canary Anna', role: 'client', label: 'Canary label' };
const ben = { id: 'p-ben', name: 'Canary Ben', role: 'client', from: second };
const series = {
  ...{ start: '2026-10-20T18:00', timeZone: 'Europe/Berlin', rule: 'FREQ=WEEKLY;COUNT=4', lengthMinutes: 90 },
  members: [weber, anna, ben],
};

async function start(t: Test, now = '2026-10-01T00:00Z', env: Record<string, string> = {}) {
  const clock = new MovedClock(now);
  const server = await startRest(t, { clock, env });
  const { call, keeper } = server;
  const id = String((await call('POST', '/v1/series', { body: series })).body.id);
  const path = `/v1/series/${id}`;
  const invite = async (memberId: string) => {
    const answer = await call('POST', `${path}/invitations`, { body: { memberId } });
    return { answer, id: String(answer.body.id), code: String(answer.body.path).slice('/j/'.length) };
  };
  const ask = (code: unknown, more: object = {}) => call('POST', '/j/token', { body: { code, ...more }, token: null });
  const report = (code: unknown) => call('POST', '/j/tested', { body: { code }, token: null });
  /** Sets the clock, and waits until the room of this occurrence is there. */
  const moveTo = async (instant: string, occurrence: string): Promise<string> => {
    clock.set(instant);
    keeper.wake();
    for (;;) {
      const { body } = await call('GET', `${path}/occurrences`);
      const found = (body.occurrences as { id: string; roomId: string | null }[]).find((one) => one.id === occurrence);
      if (found?.roomId) return found.roomId;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  return { ...server, clock, id, path, invite, ask, report, moveTo };
}

t.test('a member has one link for the whole series, which is listed, replaced and revoked', async (t) => {
  const { call, path, invite, ask } = await start(t);
  const { answer, id, code } = await invite('p-anna');
  t.match(answer, {
    status: 201,
    body: { id: /^i-/, memberId: 'p-anna', createdAt: String, path: /^\/j\/[\w-]{32}$/ },
  });
  t.notMatch(answer.text, /canary/i);
  const listed = await call('GET', `${path}/invitations`);
  t.match(listed.body, { invitations: [{ id, memberId: 'p-anna' }] });
  t.notMatch(listed.text, code);
  const newer = await invite('p-anna');
  t.equal((await ask(code)).status, 404, 'replaced');
  t.equal((await ask(newer.code)).status, 200);
  t.equal((await call('DELETE', `${path}/invitations/${newer.id}`)).status, 204);
  t.match(await call('DELETE', `${path}/invitations/${newer.id}`), { status: 404, body: { code: 'not-found' } });
  t.equal((await ask(newer.code)).status, 404, 'revoked');
  for (const wrong of ['p-nobody', 'p-anna%00'])
    t.match((await invite(wrong)).answer, { body: { code: /not-found|invalid-params/ } }, wrong);
  t.match(await call('POST', '/v1/series/s-none/invitations', { body: { memberId: 'p-anna' } }), { status: 404 });
  for (const bad of ['/v1/series/s%00/invitations', '/v1/rooms/r%00/invitations', '/v1/rooms/r%00'])
    t.match(await call('GET', bad), { status: 404, body: { code: 'not-found' } }, bad);
});

t.test('without pages on the server there are no links', async (t) => {
  const { invite } = await start(t, '2026-10-01T00:00Z', { HEARTHROOM_PAGES: 'false' });
  t.match((await invite('p-anna')).answer, { status: 403, body: { code: 'not-allowed' } });
});

t.test('a client is led to the next session, and to nothing about others', async (t) => {
  const { call, path, invite, ask, moveTo, keys } = await start(t);
  const { code } = await invite('p-anna');
  const far = await ask(code);
  t.match(far, {
    status: 200,
    headers: { 'cache-control': 'no-store' },
    body: {
      now: Date.parse('2026-10-01T00:00Z'),
      ...{ timeZone: 'Europe/Berlin', isHost: false, members: [] },
      sessions: [{ id: first, startsAt: Date.parse('2026-10-20T16:00Z'), canEnter: false, isSkipped: false }],
    },
  });
  t.notMatch(far.text, /canary|weber|"roomId"/i);
  t.ok(Check(SeriesPlan, far.body));
  t.match(await ask(code, { session: first }), { status: 404, body: { code: 'not-available' } });
  const room = await moveTo('2026-10-20T15:50Z', first);
  t.match((await ask(code)).body, { sessions: [{ id: first, canEnter: true }] });
  const { body } = await ask(code, { session: first });
  const { claims, keyId, roomId } = await verifyAccessToken(String(body.token), keys);
  const { id: sub, ...person } = anna;
  t.match({ ...claims, roomId }, { ...person, sub, roomId: room });
  t.equal(keyId, 'k1');
  await call('POST', `/v1/rooms/${room}/end`);
  t.match((await ask(code)).body, { sessions: [{ id: second, canEnter: false }] }, 'it was ended early');
  t.match(await ask(code, { session: first }), { body: { code: 'not-available' } });
  await call('POST', `${path}/occurrences/${second}/skip`);
  t.match((await ask(code)).body, { sessions: [{ id: second, isSkipped: true }, { id: '20261103T180000' }] });
});

t.test('a therapist sees the coming sessions, and who has finished a check', async (t) => {
  const { call, path, invite, ask, report, clock, logged } = await start(t);
  const host = await invite('p-weber');
  const client = await invite('p-anna');
  clock.set('2026-10-18T22:30Z');
  const before = await call('GET', path);
  t.equal((await report(client.code)).status, 204);
  const { body } = await ask(host.code);
  t.match(body, {
    isHost: true,
    members: [
      { name: 'Canary Anna', testedOn: '2026-10-19' },
      { name: 'Canary Ben', testedOn: null },
    ],
  });
  t.ok(Check(SeriesPlan, body));
  t.equal((body.sessions as unknown[]).length, 4);
  t.same((await call('GET', path)).headers.etag, before.headers.etag, 'the series is not another one for callers');
  clock.set('2026-10-19T22:30Z');
  await Promise.all([report(client.code), report(client.code), report(host.code)]);
  t.match((await ask(host.code)).body, { members: [{ testedOn: '2026-10-20' }, { testedOn: null }] });
  t.match(await report('A'.repeat(32)), { status: 404, body: { code: 'not-found' } });
  t.notMatch(logged.join('\n'), /canary/i);
});

t.test('a check needs no room, and a link to a room reports none', async (t) => {
  const { invite, ask, report, createRoom, call, keys, id } = await start(t);
  const { code } = await invite('p-anna');
  const { body } = await ask(code, { check: true });
  t.match(body, { isReported: true });
  t.match(await verifyAccessToken(String(body.token), keys), { claims: { sub: 'p-anna' }, roomId: id });
  const person = { sub: 'carl', role: 'client', name: 'Carl' };
  const room = await createRoom();
  const link = await call('POST', `/v1/rooms/${room}/invitations`, { body: person });
  const roomCode = String(link.body.path).slice('/j/'.length);
  t.match((await ask(roomCode, { check: true })).body, { token: String, isReported: undefined });
  t.equal((await report(roomCode)).status, 204);
});

t.test('names and links are gone with the member, and codes are refused alike', async (t) => {
  const { call, path, invite, ask, report, sqlite, id } = await start(t);
  const [left, of] = [await invite('p-ben'), await invite('p-anna')];
  await report(left.code);
  await call('DELETE', `${path}/members/p-ben`);
  const refusal = async (answer: ReturnType<typeof ask>) => {
    const { status, body } = await answer;
    return { status, body: { ...body, correlationId: '' } };
  };
  const unknown = await refusal(ask('A'.repeat(32)));
  t.match(unknown, { status: 404, body: { code: 'not-found' } });
  t.same(await refusal(ask(left.code)), unknown);
  t.same(await refusal(ask(left.code, { check: true })), unknown);
  t.same(await refusal(report(left.code)), unknown);
  t.notMatch(JSON.stringify(await sqlite.series.get(id)), /Canary Ben|lineTestedAt/);
  t.equal((await ask(of.code)).status, 200);
  await call('DELETE', path);
  t.same(await refusal(ask(of.code)), unknown);
  t.match(await call('GET', `${path}/invitations`), { status: 404 });
});

t.test('a member whose last session is over is told that there is none, and is given nothing', async (t) => {
  const { invite, ask, clock, keeper, sqlite, id } = await start(t);
  const { code } = await invite('p-anna');
  clock.set('2026-11-11T00:00Z');
  keeper.wake();
  while (JSON.stringify(await sqlite.series.get(id)).includes('Canary'))
    await new Promise((resolve) => setTimeout(resolve, 10));
  t.match((await ask(code)).body, { isHost: false, sessions: [], members: [] });
  t.match(await ask(code, { check: true }), { body: { sessions: [] } });
  t.match(await ask(code, { session: first }), { status: 404, body: { code: 'not-available' } });
});

t.test('a revocation of the tokens of one room revokes the link of that member', async (t) => {
  const { call, invite, ask, moveTo } = await start(t);
  const [one, other] = [await invite('p-anna'), await invite('p-weber')];
  const roomId = await moveTo('2026-10-20T15:50Z', first);
  await call('POST', '/v1/revocations', { body: { roomId, identity: 'p-anna' } });
  t.same([(await ask(one.code)).status, (await ask(other.code)).status], [404, 200]);
});

t.test('a calendar file has the link of its member, and of nobody else', async (t) => {
  const { call, path, invite, clock } = await start(t);
  const fetchFile = (memberId: string, link: string) =>
    call('POST', `${path}/members/${memberId}/calendar.ics`, { body: { link } });
  const urlOf = ({ code }: { code: string }) => `https://calls.example.org/j/${code}`;
  const former = await invite('p-anna');
  clock.set('2026-10-02T00:00Z');
  const link = await invite('p-anna');
  const { status, headers, text } = await fetchFile('p-anna', urlOf(link));
  t.match([status, headers['content-type']], [200, /^text\/calendar/]);
  const unfolded = text.replaceAll('\r\n ', '');
  t.match(unfolded, `URL;VALUE=URI:${urlOf(link)}\r\n`);
  t.match(unfolded, `LOCATION:${urlOf(link)}\r\n`);
  t.match(unfolded, 'DTSTAMP:20261002T000000Z', 'newer than the file with the former link');
  t.notMatch((await call('GET', `${path}/members/p-anna/calendar.ics`)).text, link.code);
  for (const wrong of [
    urlOf(former),
    urlOf(await invite('p-ben')),
    'https://calls.example.org/',
    `${urlOf(link)}?check`,
  ])
    t.match(await fetchFile('p-anna', wrong), { status: 400, body: { message: /^body\.link: / } });
});
