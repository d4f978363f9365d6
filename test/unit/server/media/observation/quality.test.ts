import t from 'tap';
import {
  judge,
  type LineJudgement,
  type LineSample,
  type Steady,
  steadyQuality,
  steadyVideos,
} from '../../../../../server/src/media/observation/quality.ts';

const sample: LineSample = {
  isPathLost: false,
  sent: [10, 9],
  received: [10, 10, 10],
  lostUp: 0.1,
  lostDown: 0.1,
  videos: ['full', 'full'],
};
const well: LineJudgement = { sending: 'good', receiving: 'good', videos: 'full' };

const judged: [what: string, change: Partial<LineSample>, expected: Partial<LineJudgement>][] = [
  ['everything passes', {}, {}],
  ['nothing is sent, so nothing is missing', { sent: [], received: [], videos: [] }, {}],
  ['the worse of one’s own tracks counts', { sent: [10, 5] }, { sending: 'weak' }],
  ['a voice without its picture is not silence', { sent: [0, 10] }, { sending: 'weak' }],
  ['nothing of what is sent arrives', { sent: [0, 0] }, { sending: 'lost' }],
  ['what is sent says nothing about what is received', { sent: [3, 3] }, { sending: 'weak' }],
  ['most of what is received is bad', { received: [3, 3, 10] }, { receiving: 'weak' }],
  ['one bad stream of many is its sender’s', { received: [0, 10, 10] }, {}],
  ['one of two streams is bad', { received: [3, 10] }, {}],
  ['much is lost on the way up, and repaired', { lostUp: 0.2 }, { sending: 'weak' }],
  ['much is lost on the way down, and repaired', { lostDown: 0.2 }, { receiving: 'weak' }],
  ['the path is lost in both directions', { isPathLost: true }, { sending: 'lost', receiving: 'lost' }],
  ['a smaller picture', { videos: ['full', 'smaller'] }, { videos: 'smaller' }],
  ['one picture is paused', { videos: ['smaller', 'paused'] }, { videos: 'some' }],
  ['all pictures are paused', { videos: ['paused', 'paused'] }, { videos: 'none' }],
];

t.test('each direction is judged by what passes in it', async (t) => {
  for (const [what, change, expected] of judged)
    t.same(judge({ ...sample, ...change }), { ...well, ...expected }, what);
});

/** What is believed after each look. */
const believed = <V>(steady: Steady<V>, seen: readonly V[]): V[] =>
  seen.map((value) => {
    steady.see(value);
    return steady.current;
  });

const g = 'good';
const w = 'weak';
const l = 'lost';

t.test('a worse quality is believed at the second look, a better one at the third', async (t) => {
  t.same(believed(steadyQuality(), [w, g, w, w, g, g, g]), [g, g, g, w, w, w, g]);
  t.same(believed(steadyQuality(), [l, l, w, w, w]), [g, l, l, l, w]);
});

t.test('what alternates is not told again and again', async (t) => {
  t.same(believed(steadyQuality(), [w, l, w, l, w, l, l]), [g, w, w, w, w, w, l], 'at least weak');
  t.same(believed(steadyQuality(), [w, w, g, g, w, g, g, w]), [g, w, w, w, w, w, w, w], 'never good for long');
  t.same(believed(steadyQuality(), [w, g, w, g, w, g]), [g, g, g, g, g, g], 'never weak for long');
});

t.test('paused pictures are believed at once, smaller ones after twenty seconds', async (t) => {
  t.same(believed(steadyVideos(), ['none', 'some', 'some', 'some']), ['none', 'none', 'none', 'some']);
  const seen = Array<'smaller'>(8).fill('smaller');
  t.same(believed(steadyVideos(), seen), [...Array(7).fill('full'), 'smaller']);
  t.same(believed(steadyVideos(), [...seen.slice(1), 'full', ...seen.slice(1)]), Array(15).fill('full'));
});
