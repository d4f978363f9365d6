import t, { type Test } from 'tap';
import type { MicrophoneEcho } from '../../../../../../sdk/src/echo/echo-watch.ts';
import { EchoControl } from '../../../../../../sdk/src/session/controls/echo-control.ts';
import { delayed, scaled, silence, speech } from '../../../../../support/sound/sound-samples.ts';
import { hzPerBin, spectraOf } from '../../../../../support/sound/spectra.ts';
import { turnsUntil } from '../../../../../support/time/turns-until.ts';

class Track {
  readonly spectra: Float32Array[];

  constructor(spectra: Float32Array[] = []) {
    this.spectra = spectra;
  }
}

/** An AudioContext whose analysers give the spectra of their tracks, one after the other. */
class Context {
  static all: Context[] = [];
  static refuses: 'nothing' | 'contexts' | 'sources' = 'nothing';
  readonly sampleRate = hzPerBin * 1_024;
  state = 'running';
  connected = 0;

  constructor() {
    Context.all.push(this);
    if (Context.refuses === 'contexts') throw new Error('no more of them');
  }

  createAnalyser() {
    return {
      frequencyBinCount: 512,
      track: null as Track | null,
      at: 0,
      getFloatFrequencyData(to: Float32Array) {
        to.fill(-200);
        to.set(this.track?.spectra[this.at++] ?? []);
      },
      disconnect() {},
    };
  }

  createMediaStreamSource({ tracks: [track] }: Stream) {
    if (Context.refuses === 'sources') throw new Error('another sample rate');
    this.connected += 1;
    return {
      connect: (analyser: { track: Track | null }) => Object.assign(analyser, { track }),
      disconnect: () => {
        this.connected -= 1;
      },
    };
  }

  async resume() {
    this.state = 'running';
  }

  async suspend() {
    this.state = 'suspended';
  }

  async close() {
    this.state = 'closed';
  }
}

class Stream {
  readonly tracks: Track[];
  constructor(tracks: Track[]) {
    this.tracks = tracks;
  }
}

const seconds = 20;
const anna = speech(seconds, 1);
const spectra = {
  anna: spectraOf(anna),
  echo: spectraOf(scaled(delayed(anna, 200), 0.2)),
  nobody: spectraOf(silence(1)),
};

/** Plays everything at once: 20 ms of sound with each call of the timer. */
function setUp(t: Test, { microphone = null as Track | null, voices = new Map<string, Track>() } = {}) {
  const timers = new Map<number, () => void>();
  let nowMs = 1_000;
  const before = { setInterval, clearInterval, now: performance.now };
  let id = 0;
  Object.assign(globalThis, {
    setInterval: (work: () => void) => {
      timers.set(++id, work);
      return id;
    },
    clearInterval: (one: number) => timers.delete(one),
  });
  performance.now = () => nowMs;
  t.teardown(() => {
    Object.assign(globalThis, { setInterval: before.setInterval, clearInterval: before.clearInterval });
    performance.now = before.now;
  });
  Context.all = [];
  Context.refuses = 'nothing';
  const told: (MicrophoneEcho | null)[] = [];
  const state = { microphone, voices };
  const control = new EchoControl({
    environment: { AudioContext: Context, MediaStream: Stream } as never,
    microphone: () => state.microphone as never,
    voices: () => state.voices as never,
    handleChanged: (echo) => told.push(echo),
  });
  const play = (forS: number, stepMs = 20) => {
    for (let ms = 0; ms < forS * 1_000; ms += stepMs) {
      nowMs += stepMs;
      for (const work of timers.values()) work();
    }
  };
  return { control, told, state, play, timers };
}

const loaded = () => turnsUntil(() => Context.all.length > 0, 'the code is loaded');

t.test('nothing is loaded before somebody is heard while the microphone is on', async (t) => {
  const { control, state } = setUp(t);
  control.update();
  state.microphone = new Track();
  control.update();
  await new Promise((resolve) => setImmediate(resolve));
  t.equal(Context.all.length, 0);
  state.voices.set('anna', new Track());
  control.update();
  control.update();
  await loaded();
  t.equal(Context.all.length, 1);
  control.close();
});

t.test('a page without Web Audio loads nothing', async (t) => {
  const control = new EchoControl({
    environment: { AudioContext: null, MediaStream: Stream } as never,
    microphone: () => new Track() as never,
    voices: () => new Map([['anna', new Track()]]) as never,
    handleChanged: () => t.fail('told'),
  });
  t.doesNotThrow(() => control.update());
});

t.test('echo is told once, and is over when the microphone is muted', async (t) => {
  const { control, told, state, play, timers } = setUp(t, {
    microphone: new Track(spectra.echo),
    voices: new Map([['anna', new Track(spectra.anna)]]),
  });
  control.update();
  await loaded();
  play(seconds);
  t.same([told, control.found], [['echo'], 'echo']);
  state.microphone = null;
  control.update();
  t.same([told, control.found], [['echo', null], null]);
  t.same([timers.size, Context.all[0]?.connected, Context.all[0]?.state], [0, 0, 'suspended'], 'and nothing listens');
  control.close();
  t.equal(Context.all[0]?.state, 'closed');
});

t.test('it is over when nothing of it was found for a minute', async (t) => {
  const { control, told, play } = setUp(t, {
    microphone: new Track(spectra.echo),
    voices: new Map([['anna', new Track(spectra.anna)]]),
  });
  control.update();
  await loaded();
  play(seconds + 50);
  t.same(told, ['echo']);
  play(20);
  t.same(told, ['echo', null]);
  control.close();
});

t.test('nothing is compared across a time in which the page slept', async (t) => {
  const { control, told, play } = setUp(t, {
    microphone: new Track(spectra.echo),
    voices: new Map([['anna', new Track(spectra.anna)]]),
  });
  control.update();
  await loaded();
  play(seconds * 50, 1_000);
  t.same(told, []);
  control.close();
});

t.test('voices come and go, each is listened to once', async (t) => {
  const { control, state } = setUp(t, { microphone: new Track(), voices: new Map([['anna', new Track()]]) });
  control.update();
  await loaded();
  const [context] = Context.all;
  t.equal(context?.connected, 2);
  state.voices.set('ben', new Track());
  control.update();
  control.update();
  t.equal(context?.connected, 3);
  state.voices.delete('anna');
  control.update();
  t.equal(context?.connected, 2);
  state.voices.clear();
  control.update();
  t.equal(context?.state, 'suspended');
  control.close();
  control.close();
});

t.test('a session that ends while the code is loaded listens to nothing', async (t) => {
  const { control } = setUp(t, { microphone: new Track(), voices: new Map([['anna', new Track()]]) });
  control.update();
  control.close();
  await import('../../../../../../sdk/src/echo/index.ts');
  await new Promise((resolve) => setImmediate(resolve));
  t.equal(Context.all.length, 0);
});

for (const refuses of ['contexts', 'sources'] as const)
  t.test(`a browser that refuses ${refuses} disturbs nothing`, async (t) => {
    const { control, state, timers } = setUp(t, { microphone: new Track(), voices: new Map([['anna', new Track()]]) });
    Context.refuses = refuses;
    control.update();
    await loaded();
    await new Promise((resolve) => setImmediate(resolve));
    state.voices.set('ben', new Track());
    t.doesNotThrow(() => control.update());
    t.same([Context.all.length, timers.size], [1, 0], 'it is tried once');
    control.close();
  });

t.test('a voice that the browser refuses ends it, and no error reaches those who receive it', async (t) => {
  const { control, state, timers } = setUp(t, { microphone: new Track(), voices: new Map([['anna', new Track()]]) });
  control.update();
  await loaded();
  Context.refuses = 'sources';
  state.voices.set('ben', new Track());
  t.doesNotThrow(() => control.update());
  t.same([Context.all[0]?.state, Context.all[0]?.connected, timers.size], ['closed', 0, 0]);
});
