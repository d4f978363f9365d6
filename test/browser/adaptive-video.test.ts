/**
 * Video that is not visible is not sent: outside the viewport, in a hidden page, or small; and senders stop layers that
 * nobody receives. All of it with end-to-end encryption, of which the server has to know the layers.
 */
import t from 'tap';
import { Person, until } from '../support/browser/person.ts';
import { setUpBrowser } from '../support/browser/set-up-browser.ts';

const { pages, server, browser } = await setUpBrowser(t);

const room = await server.createRoom({ encryption: 'required' });
const [weber, cora, mia] = await Promise.all(
  ['Weber', 'Cora', 'Mia'].map((name) => Person.open(browser, pages.url, name)),
);
if (!weber || !cora || !mia) throw new Error('three people');

/** Of all videos together. */
const framesOf = async (person: Person): Promise<number> =>
  (await person.inbound())
    .filter(({ kind }) => kind === 'video')
    .reduce((total, { framesDecoded }) => total + framesDecoded, 0);

async function moves(person: Person): Promise<void> {
  const before = await framesOf(person);
  await until(async () => (await framesOf(person)) > before + 5, `${person.name} sees moving pictures`);
}

/** Waits until no frame has arrived for a second. */
async function standsStill(person: Person): Promise<void> {
  await until(async () => {
    const before = await framesOf(person);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    return (await framesOf(person)) === before;
  }, `${person.name} is sent no pictures`);
}

const style = (person: Person, css: string): Promise<void> =>
  person.page.evaluate((text) => {
    for (const video of document.querySelectorAll('video')) video.style.cssText = text;
  }, css);

const sentLayers = (person: Person) => person.page.evaluate(() => testPage.sentLayers());

t.test('three hosts are in a room', async (t) => {
  for (const person of [weber, cora, mia]) {
    t.equal(
      await person.join(
        server.url,
        await server.tokenFor(room, { sub: person.name, role: 'therapist', name: person.name }),
      ),
      'joined',
    );
  }
  await weber.publish();
  await Promise.all([moves(cora), moves(mia)]);
});

t.test('a picture that is not displayed is not sent, its voice is, and it comes back', async (t) => {
  await style(cora, 'display: none');
  await standsStill(cora);
  const energy = async () => (await cora.inbound()).find(({ kind }) => kind === 'audio')?.audioEnergy ?? 0;
  const before = await energy();
  await until(async () => (await energy()) > before, 'the voice goes on');
  await style(cora, '');
  await moves(cora);
  t.pass();
});

t.test('a picture that is scrolled out of view is not sent, and comes when it is scrolled back', async () => {
  await style(cora, 'display: block; margin-top: 5000px; height: 180px');
  await standsStill(cora);
  await cora.page.evaluate(() => document.querySelector('video')?.scrollIntoView());
  await moves(cora);
});

t.test('layers larger than any viewer displays are not encoded until a viewer enlarges the picture', async (t) => {
  await Promise.all([style(cora, 'height: 90px'), style(mia, 'height: 90px')]);
  await until(async () => (await sentLayers(weber)).join() === 'true,false,false', 'only the smallest layer is sent');
  await moves(cora);
  await style(mia, 'height: 300px');
  await until(async () => (await sentLayers(weber)).join() === 'true,true,false', 'the middle layer is sent again');
  await moves(mia);
  t.pass();
});

t.test('the page is not told who displays its video, or at what size', async (t) => {
  const told = weber.frames.filter((frame) => frame.includes('wantedLayersChanged'));
  t.not(told.length, 0);
  for (const frame of told) t.same(Object.keys(JSON.parse(frame).params).sort(), ['spatialLayer', 'trackId']);
});
