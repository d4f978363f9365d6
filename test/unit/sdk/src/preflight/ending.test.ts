/** A preflight that is ended, by its page or by the server: nothing of it stays, and nothing wrong is concluded. */
import type { PreflightProgress } from '@hearthroom/sdk';
import type { types } from 'mediasoup-client';
import t, { type Test } from 'tap';
import { measureLine } from '../../../../../sdk/src/preflight/network/echo-line.ts';
import type { PathContext } from '../../../../../sdk/src/preflight/network/path-attempt.ts';
import { testPaths } from '../../../../../sdk/src/preflight/network/test-paths.ts';
import { performPreflight } from '../../../../../sdk/src/preflight/perform-preflight.ts';
import type { PreflightTools } from '../../../../../sdk/src/preflight/preflight-tools.ts';
import type { PreflightOptions } from '../../../../../sdk/src/preflight/preflight-types.ts';
import { useFakeTime } from '../../../../support/time/fake-time.ts';

/** A socket whose server says what the test says. */
class TestSocket {
  static last: TestSocket | null = null;
  readonly sent: { id: number; method: string }[] = [];
  isClosed = false;
  onmessage: (event: { data: string }) => void = () => {};
  onclose: (event: { reason: string }) => void = () => {};

  constructor() {
    TestSocket.last = this;
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(): void {
    this.isClosed = true;
  }

  say(frame: object): void {
    this.onmessage({ data: JSON.stringify(frame) });
  }

  sayHello(routerRtpCapabilities: object): void {
    this.say({ method: 'hello', params: { routerRtpCapabilities, revision: 4, oldestClientRevision: 0 }, seq: 0 });
  }
}

/** The socket of the preflight that began. */
async function opened(): Promise<TestSocket> {
  for (;;) {
    const socket = TestSocket.last;
    TestSocket.last = null;
    if (socket) return socket;
    await new Promise(setImmediate);
  }
}

/** The socket has sent this many requests. */
async function sent(socket: TestSocket, count: number): Promise<void> {
  while (socket.sent.length < count) await new Promise(setImmediate);
}

function begin(t: Test, options: Partial<PreflightOptions>, loadDevice?: PreflightTools['loadDevice']) {
  t.intercept(globalThis, 'HTMLMediaElement', { value: class {} });
  const tools = {
    environment: { WebSocket: TestSocket, AudioContext: class {} },
    loadDevice,
    explainUnreached: async () => ({ code: 'connection-lost' }),
  } as unknown as PreflightTools;
  const given = { url: 'https://example.org', getToken: () => 'token', camera: false, microphone: false } as const;
  return performPreflight({ options: { ...given, ...options }, address: 'wss://example.org', token: 'token', tools });
}

t.test('it ends at once, and closes its connection, while the server has not answered', async (t) => {
  // No patience runs out here.
  useFakeTime(t);
  const ending = new AbortController();
  const told: PreflightProgress[] = [];
  const report = begin(t, { signal: ending.signal, onProgress: (progress) => told.push(progress) });
  const socket = await opened();
  const count = told.length;
  ending.abort(new Error('closed'));
  await t.rejects(report, { message: 'closed' });
  t.equal(socket.isClosed, true);
  t.equal(told.length, count, 'nothing is told afterwards');
});

t.test('it ends while the person is asked whether they heard the sound', async (t) => {
  const ending = new AbortController();
  const asked = Promise.withResolvers<void>();
  const tested = Promise.withResolvers<void>();
  const askSpeaker = () => {
    asked.resolve();
    return new Promise<null>(() => {});
  };
  const onProgress = ({ part, state }: PreflightProgress) => part === 'server' && state === 'done' && tested.resolve();
  const report = begin(t, { signal: ending.signal, askSpeaker, onProgress });
  (await opened()).onclose({ reason: '' });
  await Promise.all([asked.promise, tested.promise]);
  ending.abort(new Error('closed'));
  await t.rejects(report, { message: 'closed' });
});

t.test('it uses the codecs of the node that does it, which says hello last', async (t) => {
  const loaded: unknown[] = [];
  const loading = Promise.withResolvers<void>();
  const report = begin(t, {}, (_, capabilities) => {
    loaded.push(capabilities);
    loading.resolve();
    return Promise.reject(new Error('not used'));
  });
  const socket = await opened();
  socket.sayHello({ codecs: ['of the node that was asked'] });
  await sent(socket, 1);
  socket.sayHello({ codecs: ['of the node that does it'] });
  socket.say({ id: 1, result: { iceServers: [], endsInMs: 60_000 } });
  for (const id of [2, 3, 4]) {
    await sent(socket, id);
    socket.say({ id, result: {} });
  }
  await loading.promise;
  t.same(loaded, [{ codecs: ['of the node that does it'] }]);
  await report;
});

t.test('a server that is about to stop is one to ask again later, and says nothing of the line', async (t) => {
  const report = begin(t, {});
  const socket = await opened();
  socket.sayHello({});
  await sent(socket, 1);
  socket.say({ id: 1, error: { code: 'server-draining', message: 'The server accepts no new sessions now' } });
  t.match(await report, {
    server: { verdict: 'poor', codes: ['server-busy'] },
    paths: { verdict: null },
    line: { verdict: null },
  });
});

t.test('devices are not blamed for a page without https', async (t) => {
  const report = begin(t, { camera: {}, microphone: {} });
  (await opened()).onclose({ reason: '' });
  t.match(await report, {
    browser: { codes: ['browser-insecure-page'] },
    camera: { verdict: null, codes: [] },
    microphone: { verdict: null, codes: [] },
  });
});

/** The server is gone. */
const context = {
  link: { isOpen: false, request: () => Promise.reject(new Error('closed')) },
  iceServers: [],
} as unknown as PathContext;

t.test('ways that were not tested before the server ended it say nothing about the network', async (t) => {
  const { all } = testPaths(context, new AbortController().signal);
  t.match((await all).paths, { udp: { state: 'not-tested' }, tcp: { state: 'not-tested' } });
});

t.test('the transport of the line is closed when there is no echo for it', async (t) => {
  t.intercept(globalThis, 'document', { value: { createElement: () => ({ getContext: () => null }) } });
  let closed = 0;
  const transport = { close: () => (closed += 1) } as unknown as types.Transport;
  t.equal(await measureLine(context, { name: 'udp', transport, connectMs: 1 }, new AbortController().signal), null);
  t.equal(closed, 1);
});
