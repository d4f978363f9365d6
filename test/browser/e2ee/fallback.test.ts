/** A room that prefers encryption, and a browser that can't encrypt. */
import t from 'tap';
import { Person, until } from '../../support/browser/person.ts';
import { setUpBrowser } from '../../support/browser/set-up-browser.ts';

const { pages, server, browser } = await setUpBrowser(t);

async function arrive(room: string, name: string, role: 'therapist' | 'client', isOld = false): Promise<Person> {
  const person = await Person.open(browser, pages.url, name);
  if (isOld) {
    await person.page.evaluateOnNewDocument(() => Reflect.deleteProperty(globalThis, 'RTCRtpScriptTransform'));
    await person.reload();
  }
  await person.join(server.url, await server.tokenFor(room, { sub: name.toLowerCase(), role, name }));
  await person.publish();
  return person;
}

async function entryOf(host: Person, name: string) {
  await host.sees(`${name} waiting`, ({ waiting }) => waiting.some((one) => one.name === name));
  const found = (await host.look()).waiting.find((one) => one.name === name);
  if (!found) throw new Error(`${name} doesn't wait`);
  return found;
}

/** Waits until the pictures of this number of others move and their sounds go on, all from now on. */
async function seesAndHears(person: Person, others: number): Promise<void> {
  const before = new Map((await person.inbound()).map((stream) => [stream.id, stream]));
  await until(async () => {
    const moving = (await person.inbound()).filter(({ id, framesDecoded, audioEnergy }) => {
      const { framesDecoded: frames = 0, audioEnergy: energy = 0 } = before.get(id) ?? {};
      return framesDecoded > frames + 10 || audioEnergy > energy;
    });
    const count = (wanted: string) => moving.filter(({ kind }) => kind === wanted).length;
    return count('video') === others && count('audio') === others;
  }, `${person.name} sees and hears ${others} others`);
}

/** The code with which admitting this person is refused; null: it is not. */
const refusal = (host: Person, entry: { id: string; epoch: number }, options?: { unencrypted: boolean }) =>
  host.page.evaluate(
    async (one, more) => {
      try {
        await testPage.session?.admit(one, more);
        return null;
      } catch (error) {
        return error instanceof Error && 'code' in error ? error.code : 'unknown';
      }
    },
    entry,
    options,
  );

async function reachesState(person: Person, state: 'e2e' | 'none'): Promise<void> {
  await until(async () => (await person.encryption()).state === state, `${person.name} sees that it is ${state}`);
}

t.test(
  'with consent of a host it is let in, everything is sent in the clear, and encrypted when it goes',
  async (t) => {
    const room = await server.createRoom({ encryption: 'preferred' });
    const weber = await arrive(room, 'Weber', 'therapist');
    const anna = await arrive(room, 'Anna', 'client');
    await weber.call('admit', await entryOf(weber, 'Anna'));
    await anna.reaches('joined');
    for (const person of [weber, anna]) {
      await reachesState(person, 'e2e');
      await seesAndHears(person, 1);
    }
    const otto = await arrive(room, 'Otto', 'client', true);
    t.equal(await otto.state(), 'waiting');
    const entry = await entryOf(weber, 'Otto');
    t.notOk(entry.e2ee, 'the host sees that he can’t encrypt');
    t.equal(await refusal(weber, entry), 'e2ee-would-end');
    for (const person of [weber, anna]) await reachesState(person, 'e2e');
    await weber.call('admit', entry, { unencrypted: true });
    await otto.reaches('joined');
    const ottoId = await otto.id();
    for (const person of [weber, anna, otto]) {
      await reachesState(person, 'none');
      t.match(await person.encryption(), { setting: 'preferred', unencrypted: [ottoId], problems: [], code: null });
      await seesAndHears(person, 2);
    }
    await anna.page.evaluate(() => testPage.session?.chat.send('To everybody', { to: 'group' }));
    await until(async () => (await otto.told('chatReceived')).includes('To everybody'), 'he reads what is written');
    await otto.call('disconnect');
    for (const person of [weber, anna]) {
      await reachesState(person, 'e2e');
      await seesAndHears(person, 1);
      t.match(await person.encryption(), { unencrypted: [], problems: [] });
    }
    t.equal((await weber.encryption()).code, (await anna.encryption()).code);
  },
);

t.test('it can’t get into a room that requires encryption, and sends nothing', async (t) => {
  const room = await server.createRoom({ encryption: 'required', waitingRoom: false });
  const weber = await arrive(room, 'Weber', 'therapist');
  const otto = await arrive(room, 'Otto', 'client', true);
  t.equal(await otto.state(), 'waiting');
  t.equal(await refusal(weber, await entryOf(weber, 'Otto'), { unencrypted: true }), 'e2ee-unsupported');
  t.ok((await otto.outbound()).every(({ packets }) => packets === 0));
  t.equal((await weber.encryption()).state, 'e2e');
});
