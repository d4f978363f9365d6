import t from 'tap';
import { FirstPictures } from '../../../../../server/src/media/forwarding/first-pictures.ts';
import type { Peer, Reception, Track } from '../../../../../server/src/media/peers/peer.ts';
import { useFakeTime } from '../../../../support/time/fake-time.ts';

const limitMs = 150;

/** A room in which each of these participants must receive one track of somebody else. */
function setUp(names: string[], source: Track['source'] = 'camera') {
  const track = { source } as Track;
  const receptions = new Map(names.map((name) => [name, { track, shownLayer: undefined } as Reception]));
  const peers = new Map<string, Pick<Peer, 'receptions'>>(
    [...receptions].map(([name, reception]) => [name, { receptions: new Map([[track, reception]]) }]),
  );
  const started: string[] = [];
  const pictures = new FirstPictures({ peers, limitMs });
  const receptionOf = (name: string): Reception => {
    const reception = receptions.get(name);
    if (!reception) throw new Error(`${name} is not there`);
    return reception;
  };
  const begin = (name: string) => pictures.begin(receptionOf(name), () => started.push(name));
  return { pictures, peers, started, receptionOf, begin };
}

t.test('the first picture goes to everybody at once, when the last of them is ready', async (t) => {
  const { started, begin } = setUp(['weber', 'anna', 'ben']);
  begin('anna');
  begin('weber');
  t.same(started, [], 'not one by one');
  begin('ben');
  t.same(started, ['anna', 'weber', 'ben']);
});

t.test('nobody waits long for somebody whose line is slow', async (t) => {
  const time = useFakeTime(t);
  const { started, begin } = setUp(['weber', 'anna', 'ben']);
  begin('weber');
  begin('anna');
  time.tick(limitMs - 1);
  t.same(started, []);
  time.tick(1);
  t.same(started, ['weber', 'anna']);
  begin('ben');
  t.same(started, ['weber', 'anna', 'ben'], 'who comes after that begins at once');
});

t.test('a first picture does not wait for somebody who does not show it, or who left', async (t) => {
  const { started, begin, receptionOf, peers } = setUp(['weber', 'anna', 'ben']);
  receptionOf('anna').shownLayer = null;
  peers.delete('ben');
  begin('weber');
  t.same(started, ['weber']);
});

t.test('a first picture does not wait for somebody who says meanwhile that they do not show it', async (t) => {
  const { pictures, started, begin, receptionOf } = setUp(['weber', 'anna', 'ben']);
  begin('weber');
  begin('anna');
  for (const name of ['anna', 'ben']) {
    receptionOf(name).shownLayer = null;
    pictures.skip(receptionOf(name));
  }
  t.same(started, ['weber']);
});

t.test('a voice begins at once, and so does a person who asks twice', async (t) => {
  const voices = setUp(['weber', 'anna'], 'microphone');
  voices.begin('anna');
  t.same(voices.started, ['anna']);
  const { started, begin } = setUp(['weber', 'anna']);
  begin('weber');
  begin('weber');
  begin('anna');
  t.same(started, ['weber', 'anna'], 'but once');
});

t.test('a room that closes lets nothing begin', async (t) => {
  const time = useFakeTime(t);
  const { pictures, started, begin } = setUp(['weber', 'anna']);
  begin('weber');
  pictures.close();
  time.tick(limitMs * 2);
  t.same(started, []);
});
