import t, { type Test } from 'tap';
import { hasFirefox, launchChromium, launchFirefox } from '../support/browser/browsers.ts';
import { enterOwnNetwork, ownAddress, whyNoOwnNetwork } from '../support/browser/own-network.ts';
import { startToolPage } from '../support/browser/page-server.ts';
import { Person, until } from '../support/browser/person.ts';
import { startTestServer } from '../support/server/test-server.ts';

const reason = hasFirefox() ? whyNoOwnNetwork() : 'there is no Firefox here: install firefox-esr, or set FIREFOX_BIN';
if (reason === null) enterOwnNetwork();

async function seesAndHears(person: Person): Promise<void> {
  await until(async () => {
    const streams = await person.inbound();
    const seen = streams.some(({ kind, framesDecoded }) => kind === 'video' && framesDecoded >= 30);
    return (
      seen && streams.some(({ kind, packets, audioEnergy }) => kind === 'audio' && packets >= 30 && audioEnergy > 0)
    );
  }, `${person.name} sees and hears the other`);
}

for (const encryption of ['off', 'required'] as const) {
  t.test(
    `a client in Firefox and a therapist in Chromium see and hear each other, with encryption: ${encryption}`,
    { skip: reason ?? false },
    (t) => meet(t, encryption),
  );
}

async function meet(t: Test, encryption: 'off' | 'required'): Promise<void> {
  const pages = await startToolPage();
  const server = await startTestServer({
    env: { HEARTHROOM_ALLOWED_ORIGINS: pages.url, HEARTHROOM_MEDIA_LISTEN_IP: ownAddress },
  });
  const firefox = await launchFirefox();
  const chromium = await launchChromium();
  t.teardown(async () => {
    await firefox.close();
    await chromium.close();
    pages.close();
    await server.close();
  });
  const room = await server.createRoom({ encryption });
  const weber = await Person.open(chromium, pages.url, 'Weber');
  const anna = await Person.open(firefox, pages.url, 'Anna');
  const token = (sub: string, role: 'therapist' | 'client', name: string) => server.tokenFor(room, { sub, role, name });
  t.equal(await weber.join(server.url, await token('weber', 'therapist', 'Weber')), 'joined');
  await weber.publish();
  t.equal(await anna.join(server.url, await token('anna', 'client', 'Anna')), 'waiting');
  await anna.publish();
  t.same(await anna.inbound(), []);
  await until(async () => (await anna.outbound()).length === 2, 'her senders are made ahead');
  t.ok(
    (await anna.outbound()).every(({ hasTrack, packets }) => !hasTrack && packets === 0),
    'and nothing leaves her device',
  );
  await until(() => weber.page.evaluate(() => testPage.session?.waitingParticipants.length === 1), 'Anna waits');
  await weber.page.evaluate(() => testPage.session?.admitAll());
  await anna.reaches('joined');
  await seesAndHears(weber);
  t.pass('Chromium decodes Firefox');
  await seesAndHears(anna);
  t.pass('Firefox decodes Chromium');
  const seen = await Promise.all([weber, anna].map((person) => person.encryption()));
  const state = encryption === 'off' ? 'none' : 'e2e';
  for (const one of seen) t.match(one, { setting: encryption, state, problems: [], code: seen[0]?.code ?? null });
  await anna.page.evaluate(() => testPage.session?.chat.send('From Firefox', { to: 'group' }));
  await until(async () => (await weber.told('chatReceived')).includes('From Firefox'), 'a message arrives');
  await weber.page.evaluate(() => testPage.session?.chat.send('From Chromium', { to: 'group' }));
  await until(async () => (await anna.told('chatReceived')).includes('From Chromium'), 'and the answer');
}
