import t from 'tap';
import { EchoFinder } from '../../../../../sdk/src/echo/echo-finder.ts';
import { readMoment } from '../../../../../sdk/src/echo/spectrum.ts';
import {
  delayed,
  inRoom,
  inTurns,
  laughter,
  mixed,
  music,
  noise,
  randomOf,
  type Samples,
  scaled,
  silence,
  speech,
  spoken,
  withOtherTiming,
} from '../../../../support/sound/sound-samples.ts';
import { hzPerBin, spectraOf } from '../../../../support/sound/spectra.ts';

t.setTimeout(120_000);
const seconds = 40;
const hiss = noise(seconds, -62);
const known = new Map<Samples, Float32Array[]>();

function bandsOf(samples: Samples): Float32Array[] {
  const bands = known.get(samples) ?? spectraOf(samples).map((spectrum) => readMoment(spectrum, hzPerBin).bands);
  known.set(samples, bands);
  return bands;
}

/** @returns after how many seconds a voice is found in what the microphone delivers; null: not at all */
function foundAfter(microphone: Samples, ...voices: Samples[]): number | null {
  const finder = new EchoFinder();
  const heard = voices.map(bandsOf);
  const moments = bandsOf(mixed(microphone, hiss));
  const found = moments.findIndex((bands, at) =>
    finder.add(bands, new Map(heard.map((voice, index) => [`${index}`, voice[at] ?? bands]))),
  );
  return found === -1 ? null : found / 50;
}

const [anna, ben, cleo] = [speech(seconds, 1), speech(seconds, 2), speech(seconds, 3)];
/** What a loudspeaker plays, at a microphone in the same room. */
const echoOf = (samples: Samples, { db = -20, ms = 180 } = {}): Samples =>
  scaled(delayed(inRoom(samples), ms), 10 ** (db / 20));

for (const ms of [-80, 0, 60, 250, 700, 1_450])
  t.test(`a voice that comes out of the microphone ${ms} ms later is found`, async (t) => {
    t.ok((foundAfter(echoOf(anna, { ms }), anna) ?? Infinity) <= 15);
  });

for (const db of [0, -10, -28])
  t.test(`so is one at ${db} dB`, async (t) => {
    t.ok((foundAfter(echoOf(anna, { db }), anna) ?? Infinity) <= 15);
  });

t.test('so is one that a browser suppresses in part', async (t) => {
  const random = randomOf(9);
  // Blocks of 64 ms, two fifths of them 20 dB quieter.
  const gains = Array.from({ length: anna.length >> 10 }, () => (random() < 0.4 ? 0.1 : 1));
  const suppressed = echoOf(anna).map((one, index) => one * (gains[index >> 10] ?? 1));
  t.ok((foundAfter(suppressed, anna) ?? Infinity) <= 20);
});

t.test('it is found in the pauses of the own person, and when several are heard', async (t) => {
  const own = scaled(inTurns(ben, { onS: 6, offS: 6 }), 0.5);
  t.ok((foundAfter(mixed(echoOf(anna), own), anna) ?? Infinity) <= seconds);
  t.ok((foundAfter(echoOf(mixed(anna, cleo), { db: -12 }), anna, cleo) ?? Infinity) <= seconds);
  const annaInTurns = inTurns(anna, { onS: 5, offS: 5 });
  const cleoInTurns = inTurns(cleo, { onS: 5, offS: 5, fromS: 5 });
  t.ok((foundAfter(echoOf(mixed(annaInTurns, cleoInTurns)), annaInTurns, cleoInTurns) ?? Infinity) <= seconds);
});

t.test('a voice that nobody could hear in it is left alone', async (t) => {
  t.equal(foundAfter(echoOf(anna, { db: -46 }), anna), null);
});

const nothing: Record<string, () => number | null> = {
  'a silent microphone': () => foundAfter(silence(seconds), anna, ben),
  'silence everywhere': () => foundAfter(silence(seconds), silence(seconds)),
  'three people who speak at once': () => foundAfter(anna, ben, cleo),
  'people who speak in turns': () =>
    foundAfter(inTurns(anna, { onS: 4, offS: 4 }), inTurns(ben, { onS: 4, offS: 4, fromS: 4 }), cleo),
  'people who begin and end together': () =>
    foundAfter(inTurns(anna, { onS: 2, offS: 1 }), inTurns(ben, { onS: 2, offS: 1, fromS: 0.1 })),
  'laughter everywhere': () => foundAfter(laughter(seconds, 1), laughter(seconds, 2), laughter(seconds, 3)),
  'music at one of them': () => foundAfter(anna, music(seconds, 100)),
  'music here': () => foundAfter(music(seconds, 100), anna, ben),
  'the same music at two, at another place of it': () =>
    foundAfter(music(seconds, 100), delayed(music(seconds, 100), 3_000)),
  'music with another beat': () => foundAfter(music(seconds, 100), music(seconds, 120)),
  'people who read the same words together': () => foundAfter(withOtherTiming(anna, 90, 5), anna),
  'the own voice, received from far away': () => foundAfter(anna, echoOf(anna, { ms: 350 })),
};
for (const [what, listen] of Object.entries(nothing))
  t.test(`${what}: nothing is found`, async (t) => {
    t.equal(listen(), null);
  });

t.test('nor with many other voices', async (t) => {
  for (let seed = 10; seed < 18; seed += 2) t.equal(foundAfter(speech(seconds, seed), speech(seconds, seed + 1)), null);
});

const readers = [
  ['en-us+m3', 'I have been thinking about last week, and what you said about the garden. It stayed with me for days.'],
  [
    'en-gb+f2',
    'When I came home the lights were off, and for a moment I was afraid. Then I remembered that it was Tuesday.',
  ],
  [
    'en+m7',
    'Could we stay with that for a moment? I notice that you looked down when you said it, and there is no hurry.',
  ],
] as const;
const [one, two, three] = readers.map(([voice, text]) => spoken(seconds, voice, text));
t.test('with the voices of espeak-ng', { skip: !one && 'espeak-ng is not installed' }, async (t) => {
  if (!one || !two || !three) return;
  t.ok((foundAfter(echoOf(one), one, two) ?? Infinity) <= 15);
  t.equal(foundAfter(two, one, three), null);
  t.equal(
    foundAfter(mixed(inTurns(three, { onS: 3, offS: 2 })), inTurns(one, { onS: 3, offS: 2, fromS: 1 }), two),
    null,
  );
});

t.test('what was heard before a reset is forgotten', async (t) => {
  const finder = new EchoFinder();
  const [microphone, voice] = [bandsOf(echoOf(anna)), bandsOf(anna)];
  for (const [at, bands] of microphone.entries()) {
    if (at % 400 === 0) finder.reset();
    t.notOk(finder.add(bands, new Map([['anna', voice[at] ?? bands]])) && 'found');
  }
});
