/**
 * A server with VP9, and end-to-end encryption: all layers are in one stream, and a small picture receives only the small
 * ones.
 */
import t from 'tap';
import { hasFirefox, launchChromium, launchFirefox } from '../support/browser/browsers.ts';
import { enterOwnNetwork, ownAddress, whyNoOwnNetwork } from '../support/browser/own-network.ts';
import { startToolPage } from '../support/browser/page-server.ts';
import { Person, until } from '../support/browser/person.ts';
import { startTestServer } from '../support/server/test-server.ts';

// Firefox does not use loopback addresses for media.
const noFirefox = hasFirefox() ? whyNoOwnNetwork() : 'there is no Firefox here';
if (noFirefox === null) enterOwnNetwork();

const pages = await startToolPage();
const server = await startTestServer({
  env: {
    HEARTHROOM_ALLOWED_ORIGINS: pages.url,
    HEARTHROOM_VIDEO_CODEC: 'vp9',
    // The third participant is on another worker.
    HEARTHROOM_WORKERS: '2',
    HEARTHROOM_ROOM_PEOPLE_PER_WORKER: '2',
    ...(noFirefox === null && { HEARTHROOM_MEDIA_LISTEN_IP: ownAddress }),
  },
});
const chromium = await launchChromium();
t.teardown(async () => {
  await chromium.close();
  pages.close();
  await server.close();
});

const room = await server.createRoom({ encryption: 'required' });

async function enter(person: Person): Promise<void> {
  const identity = { sub: person.name, role: 'therapist', name: person.name } as const;
  if ((await person.join(server.url, await server.tokenFor(room, identity))) !== 'joined') {
    throw new Error(`${person.name} did not get in`);
  }
}

/** Large enough for three layers: an encoder makes none below 135 pixels. */
const publishLarge = (person: Person): Promise<void> =>
  person.page.evaluate(async () => {
    const stream = await navigator.mediaDevices.getUserMedia({ video: { width: 960, height: 540, frameRate: 15 } });
    const [track] = stream.getVideoTracks();
    if (track) await testPage.session?.localParticipant.setCameraEnabled(true, { track });
  });

/** Without the packets that probe the bandwidth, which contain no picture. */
const received = async (person: Person) =>
  (await person.page.evaluate(() => testPage.receivedVideos())).filter(({ codec }) => codec !== null);

async function moves(person: Person, codec: string): Promise<void> {
  const frames = async () => {
    const videos = (await received(person)).filter((video) => video.codec === codec);
    return Math.max(0, ...videos.map(({ framesDecoded }) => framesDecoded));
  };
  const before = await frames();
  await until(async () => (await frames()) > before + 5, `${person.name} sees moving pictures in ${codec}`);
}

const style = (person: Person, css: string): Promise<void> =>
  person.page.evaluate((text) => {
    for (const video of document.querySelectorAll('video')) video.style.cssText = text;
  }, css);

/** Encoders round to even numbers. */
const isHigh = (person: Person, heightPx: number): Promise<void> =>
  until(
    async () => (await received(person)).some((video) => Math.abs(video.heightPx - heightPx) <= 2),
    `${person.name} receives a picture of ${heightPx} pixels`,
  );

const [weber, cora] = await Promise.all(['Weber', 'Cora'].map((name) => Person.open(chromium, pages.url, name)));
if (!weber || !cora) throw new Error('two people');

t.test('camera video arrives in VP9, with changing pictures', async (t) => {
  await Promise.all([enter(weber), enter(cora)]);
  await publishLarge(weber);
  await moves(cora, 'video/VP9');
  t.same(
    (await received(cora)).map(({ codec }) => codec),
    ['video/VP9'],
  );
});

t.test('a picture that is shown small is received small, and large again when it is looked at closer', async () => {
  await style(cora, 'height: 540px');
  await isHigh(cora, 540);
  await style(cora, 'height: 90px');
  await isHigh(cora, 135);
  await moves(cora, 'video/VP9');
  await style(cora, 'height: 540px');
  await isHigh(cora, 540);
});

t.test('a picture that is not displayed is not sent, and comes back', async () => {
  await style(cora, 'display: none');
  await until(async () => {
    const before = await received(cora);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    return JSON.stringify(await received(cora)) === JSON.stringify(before);
  }, 'nothing is sent');
  await style(cora, 'height: 540px');
  await moves(cora, 'video/VP9');
});

t.test('when everybody shows it small, the sender goes on and can be looked at closer', async (t) => {
  const mia = await Person.open(chromium, pages.url, 'Mia');
  await enter(mia);
  await moves(mia, 'video/VP9');
  await Promise.all([style(cora, 'height: 90px'), style(mia, 'height: 90px')]);
  await until(
    () => weber.frames.some((frame) => frame.includes('wantedLayersChanged')),
    'the sender is told that the small layer is enough',
  );
  await moves(mia, 'video/VP9');
  await style(mia, 'height: 540px');
  await isHigh(mia, 540);
  t.same(await weber.told('disconnected'), []);
  await mia.close();
});

t.test('Firefox, which makes no such layers, sends VP8 and sees VP9', { skip: noFirefox ?? false }, async (t) => {
  const firefox = await launchFirefox();
  t.teardown(() => firefox.close());
  const fay = await Person.open(firefox, pages.url, 'Fay');
  await enter(fay);
  await moves(fay, 'video/VP9');
  await publishLarge(fay);
  await moves(cora, 'video/VP8');
});
