import t from 'tap';
import { Retries } from '../../../../../sdk/src/connection/retries.ts';

const policy = { nextDelayMs: (attempt: number, elapsedMs: number) => (elapsedMs > 1_000_000 ? null : attempt * 100) };
const lost = { code: 'connection-lost' };

t.test('a first connect is tried three times', async (t) => {
  const retries = new Retries(policy, 0);
  t.same(
    [lost, lost, lost].map((ending) => retries.handleEnded(ending, 0)),
    [0, 100, null],
  );
});

t.test('a connection that was there once is sought again for as long as the policy says', async (t) => {
  const retries = new Retries(policy, 0);
  retries.handleOpened(0);
  t.equal(retries.handleEnded(lost, 10_000), 0);
  for (let attempt = 1; attempt < 50; attempt += 1) t.equal(retries.handleEnded(lost, 20_000), attempt * 100);
  t.equal(retries.handleEnded(lost, 10_000 + 1_000_001), null);
});

t.test('a connection that breaks at once does not shorten the delays, a steady one does', async (t) => {
  const retries = new Retries(policy, 0);
  retries.handleOpened(0);
  retries.handleEnded(lost, 10_000);
  retries.handleEnded(lost, 10_000);
  retries.handleOpened(20_000);
  t.equal(retries.handleEnded(lost, 20_100), 200, 'went on counting');
  retries.handleOpened(30_000);
  t.equal(retries.handleEnded(lost, 40_000), 0, 'began again');
});

t.test('what ends the seat or the room is not retried', async (t) => {
  const final = [
    'denied',
    'removed',
    'room-ended',
    'replaced',
    'left',
    'not-available',
    'token-invalid',
    'too-much-media',
    'client-too-old',
    'server-too-old',
  ];
  for (const code of final) {
    const retries = new Retries(policy, 0);
    retries.handleOpened(0);
    t.equal(retries.handleEnded({ code }, 10_000), null, code);
  }
});

t.test('everything else is retried', async (t) => {
  for (const code of [
    'server-shutdown',
    'server-draining',
    'slow-reader',
    'storage-unavailable',
    'internal',
    'bad-message',
    'from-the-future',
  ]) {
    const retries = new Retries(policy, 0);
    retries.handleOpened(0);
    t.equal(retries.handleEnded({ code }, 10_000), 0, code);
  }
});

t.test('after server-shutdown it waits as long as the server asked, and the policy on top', async (t) => {
  const retries = new Retries({ nextDelayMs: () => 70 }, 0);
  retries.handleOpened(0);
  t.equal(retries.handleEnded({ code: 'server-shutdown', retryAfterMs: 2_000 }, 10_000), 2_070);
});

t.test('an expired token is replaced at once; a second expired one in a row ends it', async (t) => {
  const expired = { code: 'token-expired' };
  const retries = new Retries(policy, 0);
  t.equal(retries.handleEnded(expired, 0), 0);
  retries.handleOpened(0);
  t.equal(retries.handleEnded(expired, 10_000), 0, 'a connection in between forgives the first');
  t.equal(retries.handleEnded(expired, 10_000), null);
});
