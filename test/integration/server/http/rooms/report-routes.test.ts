import t from 'tap';
import { startRest } from '../../../../support/server/rest/rest-server.ts';

t.test(
  'attendance says how long everybody was there, as JSON and as CSV, with labels while there are any',
  async (t) => {
    const { call, createRoom, join } = await startRest(t);
    const id = await createRoom({ waitingRoom: false });
    const url = `/v1/rooms/${id}/attendance`;
    const host = await join(id, { sub: 'h', role: 'therapist', name: 'Canary Host' });
    const client = await join(id, { sub: 'c', role: 'client', name: 'Canary', label: '=canary, "A"' });
    await join(id, { sub: 'o', role: 'observer', name: 'Canary waits' });
    const json = await call('GET', url);
    t.match(json, {
      status: 200,
      body: {
        attendance: [
          { seatId: host.seatId, role: 'therapist', label: null, firstAdmittedAt: /Z$/, lastLeftAt: null },
          { seatId: client.seatId, role: 'client', label: null, secondsPresent: 0 },
        ],
      },
    });
    t.equal((json.body.attendance as unknown[]).length, 2, 'who only waited was not there');
    t.notMatch(json.text, /canary/i);
    t.match((await call('GET', `${url}?labels=true`)).body, { attendance: [{}, { label: '=canary, "A"' }] });

    const csv = await call('GET', `${url}?labels=true`, { headers: { accept: 'text/csv' } });
    t.match(csv.headers['content-type'], 'text/csv');
    const [header, , row = ''] = csv.text.split('\r\n');
    t.equal(header, 'seatId,role,label,firstAdmittedAt,lastLeftAt,secondsPresent');
    t.match(row, `${client.seatId},client,"'=canary, ""A""",`, 'quoted, and no formula');
    t.match((await call('GET', `${url}?format=csv`)).text, 'seatId,role');
    t.match((await call('GET', `${url}?format=json`, { headers: { accept: 'text/csv' } })).body, {
      attendance: [{}, {}],
    });

    await call('POST', `/v1/rooms/${id}/end`);
    const after = await call('GET', `${url}?labels=true`);
    t.match(after.body, { attendance: [{ seatId: host.seatId, lastLeftAt: /Z$/ }, { seatId: client.seatId }] });
    t.notMatch(after.text, /canary/i, 'labels end with the room');
    t.equal((await call('GET', url, { headers: { accept: 'text/csv' } })).text.split('\r\n').length, 4);
  },
);

t.test('reports of a room that is not there, and queries that there are not, are refused', async (t) => {
  const { call, createRoom } = await startRest(t);
  const id = await createRoom();
  for (const report of ['attendance', 'agreements']) {
    t.match(await call('GET', `/v1/rooms/r-nothing/${report}`), { status: 404, body: { code: 'not-found' } });
    t.match(await call('GET', `/v1/rooms/${id}/${report}`, { token: null }), { status: 401 });
    t.same(Object.values((await call('GET', `/v1/rooms/${id}/${report}`)).body), [[]]);
  }
  for (const query of ['format=xml', 'labels=yes', 'label=true'])
    t.match(await call('GET', `/v1/rooms/${id}/attendance?${query}`), { status: 400 }, query);
});

t.test('a question about media names the parameter that is wrong: a time that there is not, or outside', async (t) => {
  const { call, createRoom } = await startRest(t);
  const id = await createRoom();
  const times = { from: '2026-11-28T18:00:00Z', to: '2026-11-28T18:10:00Z', at: '2026-11-28T18:05:00Z' };
  const ask = (changed: Partial<typeof times>) =>
    call('GET', `/v1/rooms/${id}/media-story?${new URLSearchParams({ ...times, ...changed })}`);
  t.equal((await ask({})).status, 200);
  t.equal((await ask({ at: times.to })).status, 200);
  const leapSecond = '2016-12-31T23:59:60Z';
  const wrong: [Partial<typeof times>, RegExp][] = [
    [{ from: leapSecond }, /^querystring\.from: is not an existing date and time/],
    [{ to: leapSecond }, /^querystring\.to: is not an existing date and time/],
    [{ at: leapSecond }, /^querystring\.at: is not an existing date and time/],
    [{ from: 'yesterday' }, /^querystring\.from/],
    [{ to: times.from }, /^querystring\.to: must be after from/],
    [{ to: '2026-11-29T18:00:01Z' }, /^querystring\.to: must be after from/],
    [{ at: '2026-11-28T17:59:59Z' }, /^querystring\.at: must not be before from/],
    [{ at: '2026-11-28T18:10:01Z' }, /^querystring\.at: must not be before from/],
  ];
  for (const [changed, message] of wrong)
    t.match(await ask(changed), { status: 400, body: { code: 'invalid-params', message } }, JSON.stringify(changed));
});
