import t from 'tap';
import { Chime } from '../../../../../sdk/ui/effects/chime.ts';

/** Frequencies that were played. */
const played: number[] = [];

class Silent {
  readonly gain = {
    setValueAtTime: () => {},
    linearRampToValueAtTime: () => {},
    exponentialRampToValueAtTime: () => {},
  };
  readonly state = 'running';
  readonly currentTime = 0;
  connect = (next: unknown) => next;
  start = () => {};
  stop = () => {};
  close = async () => {};
}

class Oscillator extends Silent {
  constructor(_context: unknown, { frequency }: { frequency: number }) {
    super();
    played.push(frequency);
  }
}

Object.assign(globalThis, { AudioContext: Silent, GainNode: Silent, OscillatorNode: Oscillator });

t.test('a call for help has a sound of its own, which the one for those who wait does not swallow', async (t) => {
  const chime = new Chime();
  chime.play('bell');
  const bell = played.splice(0);
  chime.play('help');
  const help = played.splice(0);
  t.equal(bell.length, 2);
  t.equal(help.length, 4);
  t.notOk(
    help.some((frequency) => bell.includes(frequency)),
    'no note in common',
  );
  chime.play('help');
  chime.play('bell');
  t.same(played, [], 'several at once are one sound');
  chime.close();
});
