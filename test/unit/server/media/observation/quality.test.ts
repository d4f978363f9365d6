import t from 'tap';
import { judge, SteadyQuality } from '../../../../../server/src/media/observation/quality.ts';

t.test('a quality follows from what gets through', async (t) => {
  const well = { isPathLost: false, sent: [10, 9], received: [10, 10, 10] };
  t.equal(judge(well), 'good');
  t.equal(judge({ isPathLost: false, sent: [], received: [] }), 'good', 'nothing is sent: nothing is missing');
  t.equal(judge({ ...well, sent: [10, 5] }), 'weak', 'the worse of one’s own tracks counts');
  t.equal(judge({ ...well, received: [3, 3, 10] }), 'weak');
  t.equal(judge({ ...well, received: [0, 10, 10] }), 'good', 'one bad stream of many is its sender’s affair');
  t.equal(judge({ ...well, sent: [0, 0] }), 'lost');
  t.equal(judge({ ...well, sent: [0, 10] }), 'weak', 'a voice without its picture is no silence');
  t.equal(judge({ ...well, isPathLost: true }), 'lost');
});

t.test('one bad measurement changes nothing, two do, and it takes three good ones to recover', async (t) => {
  const quality = new SteadyQuality();
  t.equal(quality.see('weak'), 'good');
  t.equal(quality.see('good'), 'good');
  t.equal(quality.see('weak'), 'good', 'counted anew');
  t.equal(quality.see('weak'), 'weak');
  t.equal(quality.see('good'), 'weak');
  t.equal(quality.see('good'), 'weak');
  t.equal(quality.see('good'), 'good');
});

t.test('what is neither as before nor steady is not told', async (t) => {
  const quality = new SteadyQuality();
  for (const seen of ['weak', 'lost', 'weak', 'lost'] as const) t.equal(quality.see(seen), 'good');
  t.equal(quality.see('lost'), 'lost');
});
