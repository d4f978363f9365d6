/**
 * One evening of a group that is encrypted end to end, from early arrivals to the exported record. Each part depends on
 * the previous ones.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { errorCodes } from '@hearthroom/sdk/protocol';
import { createAdminToken } from '@hearthroom/sdk/token';
import t from 'tap';
import { AuditVerifier } from '../../server/src/audit/verify-lines.ts';
import { Person, until } from '../support/browser/person.ts';
import { setUpBrowser } from '../support/browser/set-up-browser.ts';
import type { Look } from '../support/browser/test-page.ts';
import { testKey } from '../support/server/test-server.ts';

const { pages, server, browser } = await setUpBrowser(t);

const room = await server.createRoom({
  title: 'Tuesday group',
  encryption: 'required',
  reveal: 'together',
  observerConsent: 'all',
  agreement: { version: '2026-1', text: 'What is said here stays here.' },
  absencePolicy: 'hand-over',
  absenceGraceSeconds: 5,
  lengthMinutes: 60,
});

type Role = 'therapist' | 'cotherapist' | 'client' | 'observer';
const roles: Record<string, Role> = { Weber: 'therapist', Okoye: 'cotherapist', Sam: 'observer' };
const people = new Map<string, Person>();

async function arrive(name: string): Promise<Person> {
  const person = await Person.open(browser, pages.url, name);
  people.set(name, person);
  const token = await server.tokenFor(room, { sub: name.toLowerCase(), role: roles[name] ?? 'client', name });
  await person.join(server.url, token);
  return person;
}

const names = (look: Look) => look.participants.map(({ name }) => name).sort();
const entry = async (host: Person, name: string) => {
  await host.sees(`${name} waiting`, ({ waiting }) => waiting.some((other) => other.name === name));
  const found = (await host.look()).waiting.find((other) => other.name === name);
  if (!found) throw new Error(`${name} doesn't wait`);
  return { id: found.id, epoch: found.epoch };
};
const idOf = async (viewer: Person, name: string): Promise<string> =>
  (await viewer.look()).participants.find((other) => other.name === name)?.id ?? '';

/** Whether a page receives media: packets counted over a short time. */
async function receives(person: Person): Promise<boolean> {
  const sum = async () =>
    (await person.inbound()).reduce((total, { kind, packets }) => total + (kind === 'audio' ? packets : 0), 0);
  const before = await sum();
  await wait(500);
  return (await sum()) > before;
}

let weber: Person;
let okoye: Person;
let anna: Person;
let ben: Person;
let cleo: Person;
let sam: Person;

t.test('clients who come early wait, and agree to the rules of the group', async (t) => {
  anna = await arrive('Anna');
  ben = await arrive('Ben');
  cleo = await arrive('Cleo');
  for (const client of [anna, ben, cleo]) {
    const look = await client.look();
    t.equal(look.state, 'waiting');
    t.match(look.room?.agreement, { version: '2026-1', accepted: false });
    t.same(look.participants, []);
    await client.publish();
  }
  weber = await arrive('Weber');
  await weber.publish();
  await t.rejects(weber.call('admit', await entry(weber, 'Anna')), new RegExp(errorCodes['agreement-required']));
  for (const client of [anna, ben, cleo]) await client.call('acceptAgreement');
  await weber.sees(
    'that all have agreed',
    ({ waiting }) => waiting.length === 3 && waiting.every(({ agreed }) => agreed),
  );
});

t.test('the therapist speaks alone with one of them first', async (t) => {
  okoye = await arrive('Okoye');
  await okoye.publish();
  await weber.call('openPreview', await entry(weber, 'Ben'));
  await until(async () => (await ben.told('previewOpened')).length === 1, 'Ben is told');
  t.match(await ben.told('previewOpened'), [{ name: 'Weber' }], 'by whom he is seen and heard');
  await until(() => receives(ben), 'Ben hears the therapist');
  await okoye.sees('Weber away', ({ participants }) => participants.some(({ name, away }) => name === 'Weber' && away));
  t.notOk(await receives(okoye), 'the colleague hears nothing of it');
  await weber.call('sendPreviewText', 'Please hold up your card.');
  await until(async () => (await ben.told('previewText')).length === 1, 'the text');
  t.notMatch(ben.frames.join(), /Okoye|Anna|Cleo/);
  await weber.call('closePreview');
  await until(async () => (await ben.told('previewClosed')).length === 1, 'the end of it');
  t.equal((await ben.look()).state, 'waiting');
});

t.test('admitted, clients see the hosts alone, until the circle is opened for all at once', async (t) => {
  await weber.call('admitAll');
  for (const client of [anna, ben, cleo]) {
    await client.reaches('joined');
    await client.sees('the hosts', (look) => names(look).join() === 'Okoye,Weber');
    t.notMatch(client.frames.join(), client === anna ? /Ben|Cleo/ : /Anna/);
  }
  await weber.call('openCircle');
  for (const client of [anna, ben, cleo]) {
    await client.sees('everybody', (look) => look.participants.length === 4);
    await client.sees('everybody’s media', ({ participants }) =>
      participants.every(({ tracks }) => tracks.length === 2),
    );
  }
  t.pass('all appeared');
});

t.test('an observer comes in when every client has agreed, and is shown to all', async (t) => {
  sam = await arrive('Sam');
  await sam.call('acceptAgreement');
  const ref = await entry(weber, 'Sam');
  await t.rejects(weber.call('admit', ref), new RegExp(errorCodes['consent-required']));
  await weber.call('askConsent', ref);
  for (const client of [anna, ben, cleo]) {
    await client.sees('the question', ({ room }) => room?.consents?.some(({ name }) => name === 'Sam') ?? false);
    await client.call('answerConsent', ref.id, true);
  }
  await until(
    async () =>
      weber.call('admit', await entry(weber, 'Sam')).then(
        () => true,
        () => false,
      ),
    'Sam is admitted',
  );
  await anna.sees('the observer', (look) =>
    look.participants.some(({ name, role }) => name === 'Sam' && role === 'observer'),
  );
});

t.test('a host spotlights a participant; a participant on a weak connection receives audio only', async (t) => {
  const benId = await idOf(weber, 'Ben');
  await weber.call('setSpotlight', benId);
  await anna.sees('Ben in the spotlight', ({ room }) => room?.spotlightId === benId);
  await t.rejects(anna.call('setSpotlight', null), 'clients have none to give');
  await weber.call('setSpotlight', null);
  const pictures = async () =>
    (await anna.inbound()).reduce((sum, { kind, framesDecoded }) => sum + (kind === 'video' ? framesDecoded : 0), 0);
  await anna.call('setVideoReception', 'off');
  await until(async () => {
    const before = await pictures();
    await wait(1_000);
    return (await pictures()) === before;
  }, 'no more pictures');
  t.ok(await receives(anna), 'and the sound goes on');
  await anna.call('setVideoReception', 'on');
  const still = await pictures();
  await until(async () => (await pictures()) > still, 'pictures again');
});

t.test('a round of three: everybody sees whose turn it is, one passes', async (t) => {
  const order = [await idOf(weber, 'Anna'), await idOf(weber, 'Ben'), await idOf(weber, 'Cleo')];
  await weber.call('startGoRound', { order });
  await cleo.sees('Anna’s turn', ({ room }) => room?.goRound?.turn === 0);
  await anna.call('nextTurn');
  await cleo.sees('Ben’s turn', ({ room }) => room?.goRound?.turn === 1);
  await t.rejects(anna.call('nextTurn'), 'it isn’t Anna’s turn any more');
  await weber.call('nextTurn');
  await cleo.sees('the own turn', ({ room }) => room?.goRound?.turn === 2);
});

t.test('a person drops and returns; the others see no leave, and the turn is still theirs', async (t) => {
  const before = (await anna.told('participantDisconnected')).length;
  const missed = { text: 'Take your time.' };
  await cleo.page.goto('about:blank');
  await anna.sees('Cleo reconnecting', ({ participants }) =>
    participants.some(({ name, connection }) => name === 'Cleo' && connection === 'reconnecting'),
  );
  await weber.page.evaluate((text) => testPage.session?.chat.send(text, { to: 'group' }), missed.text);
  await cleo.page.goto(pages.url);
  await cleo.page.waitForFunction(() => 'testPage' in globalThis);
  await cleo.join(server.url, await server.tokenFor(room, { sub: 'cleo', role: 'client', name: 'Cleo' }));
  t.equal(await cleo.state(), 'joined');
  await cleo.publish();
  t.equal((await cleo.look()).room?.goRound?.turn, 2);
  await until(async () => (await cleo.told('chatReceived')).length > 0, 'what was missed comes after');
  t.same(await cleo.told('chatReceived'), [''], 'and can’t be read: it was for the page that has gone');
  t.equal((await anna.told('participantDisconnected')).length, before);
  await weber.call('nextTurn');
  await anna.sees('the end of the round', ({ room }) => room?.goRound === null);
});

t.test(
  'the therapist’s browser dies; the session goes on with the co-therapist, who takes over after the grace',
  async (t) => {
    await weber.close();
    await anna.sees('Weber reconnecting', ({ participants }) =>
      participants.some(({ name, connection }) => name === 'Weber' && connection === 'reconnecting'),
    );
    t.notOk((await okoye.look()).grants.canEnd);
    await okoye.sees('the lead passed on', ({ grants }) => grants.canEnd);
    t.equal((await anna.look()).room?.phase, 'live');
  },
);

t.test('a client asks for help, and a host speaks with them alone', async (t) => {
  await ben.call('requestHelp', 'I would like to leave the room for a moment.');
  await okoye.sees('the signal', ({ room }) => room?.help?.length === 1);
  t.same((await anna.look()).room?.help, [], 'the group sees nothing of it');
  const benId = await idOf(okoye, 'Ben');
  await okoye.call('answerHelp', benId, 'I am with you in a minute.');
  await until(async () => (await ben.told('hostMessage')).length === 1, 'the answer');
  await okoye.call('openSideRoom', benId);
  await ben.sees('the side room', ({ place }) => place.kind === 'side-room');
  await anna.sees('two away', ({ participants }) => participants.filter(({ away }) => away).length === 2);
  await until(() => receives(ben), 'Ben hears the host');
  await until(
    async () => (await anna.inbound()).filter(({ kind, packets }) => kind === 'audio' && packets > 0).length > 0,
    'the group goes on',
  );
  await okoye.call('closeSideRoom');
  await ben.sees(
    'the group again',
    ({ place, participants }) => place.kind === 'group' && participants.every(({ away }) => !away),
  );
});

t.test('in pairs, participants of other groups are neither seen, heard nor listed', async (t) => {
  await okoye.call('startBreakout', {
    groups: [
      { name: 'One', participantIds: [await idOf(okoye, 'Anna'), await idOf(okoye, 'Ben')] },
      { name: 'Two', participantIds: [await idOf(okoye, 'Cleo')] },
    ],
  });
  await anna.sees(
    'their own group alone',
    ({ room, place }) => place.kind === 'breakout' && room?.breakout?.groups.length === 1,
  );
  await until(() => receives(anna), 'Anna hears Ben');
  await until(async () => !(await receives(cleo)), 'Cleo, alone, hears nobody');
  t.equal((await okoye.look()).room?.breakout?.groups.length, 2, 'hosts keep the overview');
  await okoye.call('messageGroups', 'Two more minutes.');
  await until(async () => (await cleo.told('hostMessage')).includes('Two more minutes.'), 'the message');
  await okoye.call('endBreakout', { countdownSeconds: 0 });
  await cleo.sees('the group again', ({ place }) => place.kind === 'group');
  await until(() => receives(cleo), 'and hears it');
});

t.test('the end is announced to the host, postponed once, and comes with a closing message for all', async (t) => {
  const { version } = await server.app.registry.getRecord(room);
  const closesAt = new Date(Date.now() + 62_000).toISOString();
  await server.app.registry.updateSettings(room, { closesAt, lengthMinutes: null }, version);
  await until(async () => (await okoye.told('endWarning')).includes(1), 'the warning of one minute');
  t.same(await anna.told('endWarning'), [], 'clients are not warned unless the room says so');
  const before = (await okoye.look()).room?.endsAt ?? 0;
  await okoye.call('extend', 10);
  await okoye.sees('ten minutes more', ({ room }) => room?.endsAt === before + 600_000);
  for (const person of [okoye, anna, ben, cleo, sam]) {
    t.match(await person.encryption(), { state: 'e2e', problems: [] }, person.name);
  }
  await okoye.call('endRoom', { message: 'Thank you. Until next week.' });
  for (const person of [okoye, anna, ben, cleo, sam]) {
    await person.reaches('closed');
    t.match((await person.told('disconnected')).at(-1), 'room-ended: Thank you. Until next week.');
  }
});

t.test('attendance, receipts and a verifiable audit log remain, without names', async (t) => {
  const authorization = `Bearer ${await createAdminToken({ key: testKey })}`;
  const get = async (path: string, accept = 'application/json') => {
    const response = await fetch(`${server.url}${path}`, { headers: { authorization, accept } });
    t.equal(response.status, 200, path);
    return response.text();
  };
  const attendance = JSON.parse(await get(`/v1/rooms/${room}/attendance`));
  t.equal(attendance.attendance.length, 6);
  const csv = await get(`/v1/rooms/${room}/attendance`, 'text/csv');
  t.equal(csv.trim().split('\n').length, 7);
  const receipts = await get(`/v1/rooms/${room}/agreements`);
  t.match(receipts, /2026-1/);
  const audit = await get('/v1/audit');
  t.ok(audit.trim().split('\n').length > 20);
  const verifier = new AuditVerifier();
  for (const line of audit.split('\n')) verifier.read(line);
  t.same(verifier.findings().problems, [], 'the audit log is whole');
  const tampered = new AuditVerifier();
  for (const line of audit.split('\n').toSpliced(5, 1)) tampered.read(line);
  t.not(tampered.findings().problems.length, 0, 'a missing line is found');
  for (const text of [JSON.stringify(attendance), csv, receipts, audit])
    t.notMatch(text, /Weber|Okoye|Anna|Ben\b|Cleo|Sam\b/);
});
