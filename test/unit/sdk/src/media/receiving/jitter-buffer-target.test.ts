import t from 'tap';
import {
  JitterBufferTarget,
  type VoiceReception,
} from '../../../../../../sdk/src/media/receiving/jitter-buffer-target.ts';

interface Line {
  lost?: number;
  concealed?: number;
  roundTripMs?: number | null;
  jitterMs?: number;
  packets?: number;
  /** Share of the packets with in-band FEC. */
  fec?: number;
}

/** One second of two voices on a connection, repeated as often as given. */
function hear(line: Line, target = new JitterBufferTarget()) {
  const { lost = 0, concealed = 0, roundTripMs = 40, jitterMs = 5, packets = 100, fec = 0 } = line;
  let reception: VoiceReception = {
    packetsReceived: 0,
    packetsWithFec: 0,
    nacksSent: 0,
    samplesPlayed: 0,
    samplesConcealed: 0,
    roundTripMs,
    jitterMs,
  };
  target.see(reception);
  const seconds = (count: number): number | null => {
    for (let second = 0; second < count; second += 1) {
      reception = {
        ...reception,
        packetsReceived: reception.packetsReceived + packets,
        packetsWithFec: reception.packetsWithFec + packets * fec,
        nacksSent: reception.nacksSent + packets * lost,
        samplesPlayed: reception.samplesPlayed + 96_000,
        samplesConcealed: reception.samplesConcealed + 96_000 * concealed,
      };
      target.see(reception);
    }
    return target.current;
  };
  return { target, seconds };
}

t.test('on a line that loses nothing the browser chooses', async (t) => {
  t.equal(hear({ roundTripMs: 300, jitterMs: 40 }).seconds(60), null);
});

t.test(
  'packets that only overtake each other are asked for, and delay nothing as long as nothing is missing',
  async (t) => {
    t.equal(hear({ lost: 0.3, jitterMs: 30 }).seconds(60), null);
  },
);

t.test('what is made up without requests would not come again in time either', async (t) => {
  t.equal(hear({ concealed: 0.05 }).seconds(60), null);
});

t.test('with loss, voices wait for a round trip and more, up to half a second', async (t) => {
  const near = hear({ lost: 0.08, concealed: 0.02, roundTripMs: 20 }).seconds(3) ?? 0;
  const far = hear({ lost: 0.08, concealed: 0.02, roundTripMs: 200, jitterMs: 15 }).seconds(3) ?? 0;
  t.ok(near > 20 && near < 200, `near: ${near}`);
  t.ok(far > 230 && far < 300, `far: ${far}, without a wait for a second request`);
  t.equal(hear({ lost: 0.08, concealed: 0.02, roundTripMs: 2_000 }).seconds(3), 500);
  t.ok(hear({ lost: 0.08, concealed: 0.02, roundTripMs: null }).seconds(3), 'also where the round trip is not known');
});

t.test('voices that the next packet repairs wait for one request only', async (t) => {
  const line = { lost: 0.08, concealed: 0.02, roundTripMs: 20 };
  const [voice, music] = [hear({ ...line, fec: 0.8 }), hear(line)].map(({ seconds }) => seconds(3) ?? 0);
  t.equal((music ?? 0) - (voice ?? 0), 100);
  const { target, seconds } = hear({ ...line, fec: 0.8 });
  seconds(3);
  t.ok((hear({ ...line, fec: 0.8 }, target).seconds(7) ?? 0) > (voice ?? 0), 'longer if that is not enough');
});

t.test('a queue that has emptied again is not waited for', async (t) => {
  const line = { lost: 0.08, concealed: 0.02, fec: 0.8 };
  const { target, seconds } = hear({ ...line, roundTripMs: 250 });
  const full = seconds(3) ?? 0;
  t.ok(full > 250);
  const empty = hear({ roundTripMs: 10, fec: 0.8 }, target);
  t.equal(empty.seconds(4), full, 'not at once');
  const fitted = empty.seconds(6) ?? 0;
  t.ok(fitted > 0 && fitted < 100, `${fitted}`);
  t.equal(
    hear({ roundTripMs: 250, fec: 0.8 }, target).seconds(8),
    fitted,
    'and a longer one without loss is not either',
  );
});

t.test(
  'the target stays raised while packets are lost, though nothing is missing any more, and is dropped a while after the last',
  async (t) => {
    const { target, seconds } = hear({ lost: 0.08, concealed: 0.02 });
    const length = seconds(3);
    t.ok(length);
    t.equal(hear({ lost: 0.08 }, target).seconds(120), length);
    const calm = hear({}, target);
    t.equal(calm.seconds(5), length, 'not at once');
    t.equal(calm.seconds(30), null);
  },
);

t.test(
  'as long as something is still missing they wait longer, for what was lost on its way to the server',
  async (t) => {
    const { seconds } = hear({ lost: 0.08, concealed: 0.02, roundTripMs: 20 });
    const first = seconds(3) ?? 0;
    const later = seconds(6) ?? 0;
    t.ok(later > first, `${first}, then ${later}`);
    t.equal(seconds(60), 500, 'up to half a second');
  },
);

t.test('silence does not change the target', async (t) => {
  const { target, seconds } = hear({ lost: 0.08, concealed: 0.02 });
  const length = seconds(3);
  t.equal(hear({ packets: 2 }, target).seconds(120), length);
});

t.test('a removed voice is not counted as loss', async (t) => {
  const { target, seconds } = hear({ lost: 0.08, concealed: 0.02 });
  const length = seconds(10);
  t.equal(hear({}, target).seconds(1), length);
});

t.test('a lost packet now and then does not keep voices waiting after a burst', async (t) => {
  const { target, seconds } = hear({ lost: 0.08, concealed: 0.02 });
  t.ok(seconds(60));
  for (let times = 0; times < 10; times += 1) {
    hear({ packets: 50 }, target).seconds(9);
    hear({ packets: 50, lost: 1 / 50 }, target).seconds(1);
  }
  t.equal(target.current, null);
});
