import { readFileSync } from 'node:fs';
import t from 'tap';
import { ServerObserver } from '../../../../../server/src/core/events/observer.ts';
import { createLogger } from '../../../../../server/src/process/log/log.ts';
import { logEvents } from '../../../../../server/src/process/log/log-events.ts';

t.test('a disk that refuses every write fills no log: one line a minute, with the number of the others', async (t) => {
  const clock = { now: Math.ceil(performance.now()) };
  t.capture(performance, 'now', () => clock.now);
  const lines: string[] = [];
  const observer = new ServerObserver();
  logEvents(observer, createLogger({ logLevel: 'info' }, { write: (line: string) => void lines.push(line) }));
  const refuse = () => observer.emit('storeFailed', { roomId: 'r-1', error: new Error('the disk is full') });
  for (let index = 0; index < 5; index += 1) refuse();
  t.equal(lines.length, 1);
  t.match(JSON.parse(lines[0] ?? ''), { level: 'error', unlogged: 0, err: { message: 'the disk is full' } });
  clock.now += 60_000;
  refuse();
  t.match(JSON.parse(lines[1] ?? ''), { unlogged: 4 });
});

t.test('a drain is logged when it begins and when it ends', async (t) => {
  const lines: string[] = [];
  const observer = new ServerObserver();
  logEvents(observer, createLogger({ logLevel: 'info' }, { write: (line: string) => void lines.push(line) }));
  observer.emit('drainStarted', { by: 'signal', limitSeconds: 60, connected: 2 });
  observer.emit('drainFinished', { why: 'empty', connected: 0 });
  t.match(
    lines.map((line) => JSON.parse(line)),
    [
      { by: 'signal', limitSeconds: 60, connected: 2, msg: 'draining' },
      { why: 'empty', msg: 'drained' },
    ],
  );
});

t.test('a full server says once a minute that it refuses people', async (t) => {
  const clock = { now: Math.ceil(performance.now()) };
  t.capture(performance, 'now', () => clock.now);
  const lines: string[] = [];
  const observer = new ServerObserver();
  logEvents(observer, createLogger({ logLevel: 'info' }, { write: (line: string) => void lines.push(line) }));
  for (let index = 0; index < 5; index += 1) observer.emit('capacityRefused');
  clock.now += 60_000;
  observer.emit('capacityRefused');
  t.match(
    lines.map((line) => JSON.parse(line)),
    [
      { level: 'warn', msg: 'media refused: every worker is full' },
      { level: 'warn', msg: 'media refused: every worker is full' },
    ],
  );
});

t.test(
  'of a seat whose media does not connect the first failure is logged, and that it connects after all',
  async (t) => {
    const lines: string[] = [];
    const observer = new ServerObserver();
    logEvents(observer, createLogger({ logLevel: 'info' }, { write: (line: string) => void lines.push(line) }));
    observer.emit('transportFailed', { seatId: 's-1', stage: 'ice', wasFailing: false });
    observer.emit('transportFailed', { seatId: 's-1', stage: 'ice', wasFailing: true });
    observer.emit('transportConnected', { seatId: 's-1', wasFailing: true });
    observer.emit('transportConnected', { seatId: 's-1', wasFailing: false });
    t.match(
      lines.map((line) => JSON.parse(line)),
      [
        { level: 'info', seatId: 's-1', stage: 'ice', msg: 'media transport of a seat failed to connect' },
        { level: 'info', seatId: 's-1', msg: 'media transport of a seat connected after failing' },
      ],
    );
    t.equal(lines.length, 2);
  },
);

t.test('a server that no media reaches warns with the settings and the passage of the guide to look at', async (t) => {
  const lines: string[] = [];
  const observer = new ServerObserver();
  logEvents(observer, createLogger({ logLevel: 'info' }, { write: (line: string) => void lines.push(line) }));
  observer.emit('mediaUnreached', { unreachedPeople: 2, wasReached: false });
  const { level, msg } = JSON.parse(lines[0] ?? '');
  t.equal(level, 'warn');
  for (const word of [
    'HEARTHROOM_PUBLIC_ADDRESS',
    'HEARTHROOM_MEDIA_PORT',
    'docs/troubleshooting.md, "When no media connects"',
  ])
    t.match(msg, word);
  const document = readFileSync(new URL('../../../../../docs/troubleshooting.md', import.meta.url), 'utf8');
  t.match(document, /^#+ When no media connects$/m, 'the passage is there');
});

t.test('a server that media has reached before does not say that no media reaches it', async (t) => {
  const lines: string[] = [];
  const observer = new ServerObserver();
  logEvents(observer, createLogger({ logLevel: 'info' }, { write: (line: string) => void lines.push(line) }));
  observer.emit('mediaUnreached', { unreachedPeople: 4, wasReached: true });
  const { level, msg } = JSON.parse(lines[0] ?? '');
  t.equal(level, 'warn');
  t.notMatch(msg, 'no media reaches');
  for (const word of ['share a firewall', 'docs/troubleshooting.md, "When no media connects"']) t.match(msg, word);
});

t.test('what happens to a node among others is logged: hold mode, takeovers, its own end, and its guard', async (t) => {
  const lines: string[] = [];
  const observer = new ServerObserver();
  logEvents(observer, createLogger({ logLevel: 'info' }, { write: (line: string) => void lines.push(line) }));
  observer.emit('holdModeChanged', { isOn: true });
  observer.emit('holdModeChanged', { isOn: false });
  observer.emit('takeover', { rooms: 3, ms: 700 });
  observer.emit('leaseLost', { cause: 'gone' });
  observer.emit('peerChanged', { peer: 'n-1', cause: 'timeout' });
  observer.emit('peerChanged', { peer: 'n-1', cause: null });
  observer.emit('guardDied');
  observer.emit('guardLost', { error: new Error('no memory') });
  observer.emit('guardKilled', { workers: 2 });
  t.match(
    lines.map((line) => JSON.parse(line)),
    [
      { level: 'error', msg: /^the database is not reachable: sessions continue/ },
      { level: 'info', msg: 'the database is reachable again; writes resume' },
      { level: 'warn', rooms: 3, ms: 700, msg: 'rooms without an owner were adopted' },
      { level: 'error', cause: 'gone', msg: /^this node lost its lease/ },
      {
        level: 'warn',
        peer: 'n-1',
        cause: 'timeout',
        msg: /^connections to another node fail.*HEARTHROOM_NODE_ADDRESS$/,
      },
      { level: 'info', peer: 'n-1', msg: 'connections to another node work again' },
      { level: 'error', msg: /^the guard process of the media workers ended/ },
      { level: 'error', err: { message: 'no memory' }, msg: /^the guard process of the media workers cannot/ },
      { level: 'error', workers: 2, msg: /^the guard process ended the media workers/ },
    ],
  );
});
