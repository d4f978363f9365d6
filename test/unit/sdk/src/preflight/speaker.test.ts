import t, { type Test } from 'tap';
import { testSpeaker } from '../../../../../sdk/src/preflight/devices/test-speaker.ts';
import type { PreflightTools } from '../../../../../sdk/src/preflight/preflight-tools.ts';
import { useFakeTime } from '../../../../support/time/fake-time.ts';

type Chooses = 'the context' | 'elements' | 'nothing';

/** Plays through a browser in which the speaker is chosen for this. @returns where the sound went */
async function play(t: Test, chooses: Chooses): Promise<string> {
  const time = useFakeTime(t);
  const outputs = new Set<string>();
  let ofContext = 'the default speaker';
  let ofElement = 'the default speaker';
  class Context {
    static closed = 0;
    state = 'running';
    currentTime = 0;
    destination = { name: () => ofContext };
    setSinkId =
      chooses === 'the context'
        ? async (id: string) => {
            ofContext = id;
          }
        : undefined;
    resume = async () => {};
    close = async () => {
      Context.closed += 1;
    };
    createMediaStreamDestination = () => ({ name: () => ofElement, stream: {} });
  }
  class Element {
    play = async () => {};
  }
  class ChoosingElement extends Element {
    setSinkId = async (id: string) => {
      ofElement = id;
    };
  }
  class Node {
    connect(next: { name?: () => string }): object {
      if (next.name) outputs.add(next.name());
      return next;
    }
  }
  const gain = { setValueAtTime: () => {}, linearRampToValueAtTime: () => {} };
  t.intercept(globalThis, 'Audio', { value: chooses === 'elements' ? ChoosingElement : Element });
  class Oscillator extends Node {
    start = () => {};
    stop = () => {};
  }
  class Gain extends Node {
    gain = gain;
  }
  t.intercept(globalThis, 'OscillatorNode', { value: Oscillator });
  t.intercept(globalThis, 'GainNode', { value: Gain });
  const environment = { AudioContext: Context } as unknown as PreflightTools['environment'];
  const askSpeaker = async (playSound: () => Promise<void>): Promise<boolean> => {
    const played = playSound();
    await time.tickAsync(2_000);
    await played;
    return true;
  };
  t.match(await testSpeaker({ askSpeaker, speakerId: 'headset' }, environment), { verdict: 'good' });
  t.equal(Context.closed, 1);
  return [...outputs].join(', ');
}

for (const [chooses, expected] of [
  ['the context', 'headset'],
  ['elements', 'headset'],
  ['nothing', 'the default speaker'],
] as const)
  t.test(`the test sound is played by ${expected} where ${chooses} can be given a speaker`, async (t) => {
    t.equal(await play(t, chooses), expected);
  });
