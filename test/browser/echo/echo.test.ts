/**
 * Echo and howling over a real server, in Chromium: people whose microphones get the sound of another device are told,
 * and people in an ordinary session are not.
 */
import t from 'tap';
import { until } from '../../support/browser/person.ts';
import { inTurns, laughter, mixed, speech, spoken, toWav } from '../../support/sound/sound-samples.ts';
import { bringTogether, startEchoPages, switchOn, toldOf } from './echo-pages.ts';

t.setTimeout(300_000);
const pages = await startEchoPages(t);
const names = ['Anna', 'Ben', 'Cleo'];

const text = 'I have been thinking about last week, and what you said about the garden. It stayed with me for days.';
const voices = [1, 2, 3].map((seed) => toWav(speech(30, seed)));
const [anna = '', ben = '', cleo = ''] = voices;

t.test('a person whose microphone picks up what another device plays is told, and nobody else', async (t) => {
  const page = await pages.open(t, names);
  await switchOn(page, 'Anna', null);
  await switchOn(page, 'Ben', null);
  const recording = spoken(30, 'en-us+m3', text);
  await switchOn(page, 'Cleo', recording ? toWav(recording) : cleo);
  // Anna's loudspeaker is beside Ben's microphone.
  await bringTogether(page, 'Anna', 'Ben', { gain: 0.2, delayMs: 60 });
  await until(async () => (await toldOf(page, 'Ben')).length > 0, 'Ben is told');
  t.same(await toldOf(page, 'Ben'), ['echo']);
  t.equal(await page.evaluate(() => echoPage.echoOf('Ben')), 'echo');
  t.same([await toldOf(page, 'Anna'), await toldOf(page, 'Cleo')], [[], []]);
  await page.evaluate(() => echoPage.setMicrophone('Ben', false));
  t.same(await toldOf(page, 'Ben'), ['echo', null], 'it is over when Ben mutes it');
});

t.test('a tone that two devices in one room make louder and louder is told', async (t) => {
  const page = await pages.open(t, ['Anna', 'Ben']);
  await switchOn(page, 'Anna', anna);
  await switchOn(page, 'Ben', null);
  await bringTogether(page, 'Anna', 'Ben', { gain: 1.3, delayMs: 20, resonanceHz: 1_200 });
  await bringTogether(page, 'Ben', 'Anna', { gain: 1.3, delayMs: 20, resonanceHz: 1_300 });
  const all = async () => [...(await toldOf(page, 'Anna')), ...(await toldOf(page, 'Ben'))];
  await until(async () => (await all()).includes('howling'), 'one of them is told');
});

t.test('people who speak and laugh at once, each in their own room, are told nothing', async (t) => {
  const page = await pages.open(t, names);
  const sounds = [
    mixed(inTurns(speech(60, 4), { onS: 8, offS: 4 }), inTurns(laughter(60, 4), { onS: 4, offS: 8, fromS: 4 })),
    mixed(inTurns(speech(60, 5), { onS: 8, offS: 4 }), inTurns(laughter(60, 5), { onS: 4, offS: 8, fromS: 4 })),
    spoken(60, 'en-gb+f2', text) ?? speech(60, 6),
  ];
  for (const [index, name] of names.entries()) await switchOn(page, name, toWav(sounds[index] ?? speech(60, index)));
  const since = await page.evaluate(() => echoPage.playedS());
  await until(async () => (await page.evaluate(() => echoPage.playedS())) > since + 50, 'fifty seconds of sound');
  for (const name of names) {
    t.equal(await page.evaluate((one) => echoPage.voicesOf(one), name), 2, `${name} heard the others`);
    t.same(await toldOf(page, name), []);
  }
});

t.test('music that one of them plays is no echo and no howling', async (t) => {
  const page = await pages.open(t, names);
  await switchOn(page, 'Anna', anna);
  await switchOn(page, 'Ben', ben);
  await switchOn(page, 'Cleo', null);
  await page.evaluate(() => echoPage.playInstrument('Cleo'));
  const since = await page.evaluate(() => echoPage.playedS());
  await until(async () => (await page.evaluate(() => echoPage.playedS())) > since + 40, 'forty seconds of sound');
  for (const name of names) t.same(await toldOf(page, name), []);
});
