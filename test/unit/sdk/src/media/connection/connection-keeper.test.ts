/** The device of a browser is made for the codecs of one server: another one, or another version of it, may answer. */
import type { TransportParameters } from '@hearthroom/sdk/protocol';
import t, { type Test } from 'tap';
import { createEnvironment } from '../../../../../../sdk/src/core/environment.ts';
import { HearthroomError, type HearthroomErrorCode } from '../../../../../../sdk/src/core/hearthroom-error.ts';
import type { Request } from '../../../../../../sdk/src/core/wire.ts';
import { ConnectionKeeper } from '../../../../../../sdk/src/media/connection/connection-keeper.ts';
import { MediaQueues } from '../../../../../../sdk/src/media/media-queues.ts';
import { useFakeTime } from '../../../../../support/time/fake-time.ts';
import { createWeriftEnvironment } from '../../../../../support/werift/werift-environment.ts';

const capabilitiesWith = (preferredPayloadType: number) => ({
  codecs: [
    {
      kind: 'audio',
      mimeType: 'audio/opus',
      preferredPayloadType,
      clockRate: 48_000,
      channels: 2,
      parameters: {},
      rtcpFeedback: [],
    },
  ],
  headerExtensions: [],
});

const transport = (id: string): TransportParameters => ({
  id,
  iceParameters: { usernameFragment: 'user', password: 'password', iceLite: true },
  iceCandidates: [{ foundation: 'f', priority: 1, address: '127.0.0.1', protocol: 'udp', port: 9, type: 'host' }],
  dtlsParameters: { role: 'auto', fingerprints: [{ algorithm: 'sha-256', value: Array(32).fill('00').join(':') }] },
});

/** What a session with these transports does that was told other capabilities before. @returns `opened`, or a request */
async function firstAct(t: Test, told: object, arrived: object): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const keeper = new ConnectionKeeper({
    environment: createEnvironment(createWeriftEnvironment()),
    request: (method) => {
      resolve(method);
      return new Promise(() => {});
    },
    queues: new MediaQueues(),
    cipher: () => null,
    takesScreenAudio: () => false,
    handlers: {
      opening: () => {},
      opened: () => resolve('opened'),
      dropped: () => {},
      failed: ({ code }) => resolve(code),
      outageBegun: () => {},
      outageEnded: () => {},
      encryptionFailed: () => {},
    },
  });
  t.ok(await keeper.findCapabilities(told));
  const transports = { send: transport('send'), receive: transport('receive') };
  keeper.handleConnected({ routerRtpCapabilities: arrived, iceServers: [], transports }, false);
  const act = await promise;
  keeper.close();
  return act;
}

t.test('transports that were opened for what the server said first are used', async (t) => {
  t.equal(await firstAct(t, capabilitiesWith(100), capabilitiesWith(100)), 'opened');
});

t.test('if another server answers, with other codecs, transports are opened for these', async (t) => {
  t.equal(await firstAct(t, capabilitiesWith(100), capabilitiesWith(120)), 'openMedia');
});

/** Lets a keeper open transports. @param answer whether the server does what is asked with `acceptSources` */
async function openKeeper(t: Test, takesScreenAudio: boolean, answer: (params: unknown) => Promise<void>) {
  const { promise, resolve } = Promise.withResolvers<void>();
  const ignore = (): void => {};
  const keeper = new ConnectionKeeper({
    environment: createEnvironment(createWeriftEnvironment()),
    request: ((method: string, params: unknown) => {
      t.equal(method, 'acceptSources');
      return answer(params);
    }) as unknown as Request,
    queues: new MediaQueues(),
    cipher: () => null,
    takesScreenAudio: () => takesScreenAudio,
    handlers: {
      ...{ opening: ignore, dropped: ignore, outageBegun: ignore, outageEnded: ignore, encryptionFailed: ignore },
      opened: () => resolve(),
      failed: ({ code }) => t.fail(code),
    },
  });
  const routerRtpCapabilities = capabilitiesWith(100);
  await keeper.findCapabilities(routerRtpCapabilities);
  const transports = { send: transport('send'), receive: transport('receive') };
  keeper.handleConnected({ routerRtpCapabilities, iceServers: [], transports }, false);
  await promise;
  const reconnect = () => {
    keeper.handleDisconnected();
    keeper.handleConnected({ routerRtpCapabilities, iceServers: [] }, true);
  };
  return { keeper, reconnect };
}

t.test(
  'a server is told which sources this client knows, again after a reconnect, and an older one is not',
  async (t) => {
    for (const takesScreenAudio of [true, false]) {
      const requests: unknown[] = [];
      const { keeper, reconnect } = await openKeeper(t, takesScreenAudio, async (params) => void requests.push(params));
      const told = takesScreenAudio ? [{ sources: ['screen-audio'] }] : [];
      t.same(requests, told);
      reconnect();
      t.same(requests, [...told, ...told]);
      keeper.close();
    }
  },
);

t.test('a server that refuses the sources is told them again, as long as it is reached', async (t) => {
  const time = useFakeTime(t);
  const answers: (HearthroomErrorCode | 'accepted')[] = [
    'media-unavailable',
    'request-timeout',
    'accepted',
    'connection-lost',
    'accepted',
    'internal',
  ];
  const { keeper, reconnect } = await openKeeper(t, true, async () => {
    const answer = answers.shift();
    if (answer === undefined) throw new Error('told once too often');
    if (answer !== 'accepted') throw new HearthroomError(answer);
  });
  t.equal(answers.length, 5, 'told once');
  await time.tickAsync(120_000);
  t.same(answers, ['connection-lost', 'accepted', 'internal'], 'until it is accepted');
  reconnect();
  await time.tickAsync(120_000);
  t.same(answers, ['accepted', 'internal'], 'a connection that is lost is not waited for');
  reconnect();
  reconnect();
  await time.tickAsync(0);
  keeper.close();
  await time.tickAsync(120_000);
  t.same(answers, [], 'nothing is told after the end');
});
