import { isWellFormed } from '@hearthroom/sdk/protocol';
import t from 'tap';

t.test('a lone surrogate is found in texts, names and at any depth; a pair is a character', async (t) => {
  for (const value of ['\ud800', ['a', '\udc00'], { a: { b: ['\ud800'] } }, { '\ud800': 1 }, { a: 1, b: '\ud83c' }])
    t.notOk(isWellFormed(value), JSON.stringify(value));
  for (const value of ['\u{1f33b}', '', null, undefined, 1, true, [], {}, { a: ['b', { c: null }] }])
    t.ok(isWellFormed(value), JSON.stringify(value));
});

t.test('JSON that is nested deeper than the call stack is read to its end', async (t) => {
  const nested = (inner: string): unknown => JSON.parse('['.repeat(30_000) + inner + ']'.repeat(30_000));
  t.ok(isWellFormed(nested('')));
  t.notOk(isWellFormed(nested('"\\ud800"')));
});
