import { EventEmitter } from 'node:events';
import t from 'tap';
import { LatestScores } from '../../../../../server/src/media/observation/latest-scores.ts';

t.test('a score is read once, and then known by what is reported', async (t) => {
  const observer = new EventEmitter();
  let reads = 0;
  const stream = {
    observer,
    get score() {
      reads += 1;
      return { score: 10 };
    },
  };
  const scores = new LatestScores<{ score: number }>();
  t.same([scores.of(stream), scores.of(stream)], [{ score: 10 }, { score: 10 }]);
  observer.emit('score', { score: 4 });
  t.same([scores.of(stream), scores.of(stream)], [{ score: 4 }, { score: 4 }]);
  t.equal(reads, 1);
  t.equal(observer.listenerCount('score'), 1);
});
