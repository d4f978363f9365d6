import t from 'tap';
import { readOptions } from '../../../bench/options.ts';

const read = (...args: string[]) => readOptions(args, '/out');

t.test('without options: three rooms, audio and video, every tier, no peers', async (t) => {
  t.same(read(), {
    options: {
      rooms: [4, 8, 16].map((room) => ({ room, media: 'av' })),
      reps: 3,
      seconds: 10,
      peers: [],
      tiers: ['2', '1', 'browser'],
      capacity: false,
      line: {
        rooms: [3, 8],
        scenarios: [
          'loss-8',
          'loss-15',
          'loss-5-far',
          'bursts',
          'narrow-down',
          'narrow-up',
          'cut',
          'address-down',
          'address-up',
        ],
        encryption: 'preferred',
      },
      spread: false,
      sink: false,
      plan: false,
      json: false,
      out: '/out',
    },
  });
});

t.test('--full is everything, and single options still decide', async (t) => {
  const rooms = ['audio', 'av'].flatMap((media) => [8, 15].map((room) => ({ room, media })));
  t.match(read('--full', '--rooms', '8,15'), { options: { rooms, peers: ['janus', 'livekit'], capacity: true } });
  const sizes = [2, 4, 6, 8, 12, 15, 16, 24, 32].map((room) => ({ room }));
  t.match(read('--full'), { options: { rooms: [...sizes, ...sizes], tiers: ['2', '1', 'browser'] } });
});

t.test('a room may name its own media', async (t) => {
  t.match(read('--rooms', '8,32:audio'), {
    options: {
      rooms: [
        { room: 8, media: 'av' },
        { room: 32, media: 'audio' },
      ],
    },
  });
  t.match(read('--rooms', '8:film'), { problem: '--rooms takes audio, av, not "film"' });
});

t.test('figures go into the document without a measurement', async (t) => {
  t.same(read('--write', 'results.json'), { figuresOf: 'results.json' });
});

t.test('two files are compared without a measurement', async (t) => {
  t.same(read('--compare', 'old.json', 'new.json'), { compared: { old: 'old.json', new: 'new.json' } });
  t.match(read('--compare', 'old.json'), { problem: '--compare takes two files' });
  t.match(read('--compare', 'a.json', 'b.json', 'c.json'), { problem: '--compare takes two files' });
  t.match(read('old.json'), { problem: 'Unexpected argument "old.json"' });
});

t.test('--capacity alone measures nothing else', async (t) => {
  t.match(read('--capacity'), { options: { capacity: true, tiers: [] } });
  t.match(read('--capacity', '--tier', '2'), { options: { capacity: true, tiers: ['2'] } });
});

t.test('the line tier has rooms, scenarios and an encryption of its own', async (t) => {
  const line = { rooms: [4], scenarios: ['loss-8', 'cut'], encryption: 'off' };
  const options = ['--tier', 'line', '--rooms', '4,4:audio', '--lines', 'loss-8,cut', '--encryption', 'off'];
  t.match(read(...options), { options: { tiers: ['line'], line } });
  t.match(read('--lines', 'rain'), { problem: /^--lines takes loss-8, .*, not "rain"$/ });
  t.match(read('--encryption', 'some'), { problem: '--encryption takes preferred, off, not "some"' });
});

t.test('what makes no sense is told with the option and what it takes', async (t) => {
  t.match(read('--rooms', '4,1'), { problem: '--rooms takes whole numbers from 2 to 50, not "1"' });
  t.match(read('--media', 'video'), { problem: '--media takes audio, av, not "video"' });
  t.match(read('--reps', 'x'), { problem: '--reps takes whole numbers' });
  t.match(read('--speed', '3'), { problem: /speed/ });
  t.match(read('--help'), { help: /--capacity/ });
});
