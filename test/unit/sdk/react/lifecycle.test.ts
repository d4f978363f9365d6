/** When a SessionProvider connects and leaves, with React 18 and 19. */
import { Session } from '@hearthroom/sdk';
import t, { type Test } from 'tap';
import { closePage } from '../../../support/react/page.ts';
import { loadReact } from '../../../support/react/react-version.ts';
import { turnsUntil } from '../../../support/time/turns-until.ts';
import { FakeTrack } from '../src/local/late-devices.ts';
import { admittedSnapshot, arrival, Refusal } from '../src/scripted-server.ts';
import { jwtOf } from '../src/set-up-session.ts';
import { recorder, sessionListeners, setUpMounted } from './mounted-session.ts';

t.teardown(closePage);

for (const version of ['18', '19'] as const) {
  const loaded = await loadReact(version);
  const { React, layer } = loaded;
  const { createElement, StrictMode } = React;
  type Mounted = Awaited<ReturnType<typeof setUpMounted>>;

  /** Mounts everything that listens, with a camera that is on. */
  async function mount(mounted: Mounted, props: Parameters<Mounted['render']>[1] = {}) {
    const camera = new FakeTrack('video', 'camera-1');
    const hooks = [
      layer.useRoom,
      layer.useSelf,
      layer.useParticipants,
      layer.useWaitingRoom,
      layer.useChatMessages,
      layer.useSound,
      () => layer.useTrack('p-weber', 'camera'),
      () => layer.useDevice('camera'),
    ].map((useValue, key) => createElement(recorder<unknown>(useValue).Recorder, { key }));
    mounted.render([...hooks, createElement(layer.SessionAudio, { key: 'audio' })], props);
    await turnsUntil(() => mounted.sessions.length > 0, 'mounted');
    await mounted.session.localParticipant.setCameraEnabled(true, { track: camera as unknown as MediaStreamTrack });
    return camera;
  }

  async function leavesNothing(t: Test, mounted: Mounted, camera: FakeTrack) {
    const { session } = mounted;
    mounted.root.unmount();
    await turnsUntil(() => session.state === 'closed', 'closed');
    await turnsUntil(() => mounted.signals.count === 0, 'the page has no listeners');
    t.equal(camera.readyState, 'ended');
    t.equal(sessionListeners.size, 0);
    t.equal(mounted.sessions.length, 1);
  }

  t.test(`React ${version}: StrictMode leaves one session, which asked for one token`, async (t) => {
    const mounted = await setUpMounted(t, loaded);
    const { values, Recorder } = recorder(() => layer.useSessionState());
    mounted.root.render(
      createElement(
        StrictMode,
        null,
        createElement(layer.SessionProvider, mounted.options, createElement(mounted.Watcher), createElement(Recorder)),
      ),
    );
    await turnsUntil(() => values.at(-1)?.state === 'waiting', 'waiting');
    t.equal(mounted.sessions.length, 1);
    t.equal(mounted.server.connections.length, 1);
    t.equal(mounted.tokens, 1);
    const { connection } = mounted.server;
    mounted.root.unmount();
    await turnsUntil(() => connection.last('leave') !== undefined, 'left');
    t.equal(mounted.session.state, 'closed');
    t.equal(mounted.signals.count, 0);
    t.equal(sessionListeners.size, 0);
  });

  t.test(`React ${version}: unmounted before it connects, it asks for no token`, async (t) => {
    const mounted = await setUpMounted(t, loaded);
    const camera = await mount(mounted, { connect: false });
    await leavesNothing(t, mounted, camera);
    t.equal(mounted.tokens, 0);
  });

  t.test(`React ${version}: unmounted while the token is on its way, it never connects`, async (t) => {
    const mounted = await setUpMounted(t, loaded);
    const { promise, resolve } = Promise.withResolvers<string>();
    const asked = Promise.withResolvers<void>();
    const camera = await mount(mounted, {
      getToken: () => {
        asked.resolve();
        return promise;
      },
    });
    await asked.promise;
    await leavesNothing(t, mounted, camera);
    resolve(jwtOf('late'));
    await promise;
    t.equal(mounted.server.connections.length, 0);
  });

  t.test(`React ${version}: unmounted while it connects, it gives the seat back`, async (t) => {
    const mounted = await setUpMounted(t, loaded);
    mounted.server.isAnswering = false;
    const camera = await mount(mounted);
    await turnsUntil(() => mounted.server.connections[0]?.last('authenticate') !== undefined, 'authenticating');
    await leavesNothing(t, mounted, camera);
    const { connection } = mounted.server;
    connection.isAnswering = true;
    connection.sendText(JSON.stringify({ id: 1, result: arrival() }));
    await turnsUntil(() => connection.last('leave') !== undefined, 'left');
  });

  t.test(`React ${version}: unmounted while waiting, it leaves`, async (t) => {
    const mounted = await setUpMounted(t, loaded);
    const camera = await mount(mounted);
    await turnsUntil(() => mounted.session.state === 'waiting', 'waiting');
    await leavesNothing(t, mounted, camera);
    await turnsUntil(() => mounted.server.connection.last('leave') !== undefined, 'left');
  });

  t.test(`React ${version}: unmounted in the group, it leaves`, async (t) => {
    const mounted = await setUpMounted(t, loaded);
    mounted.server.answers.authenticate = () => arrival({ snapshot: admittedSnapshot });
    const camera = await mount(mounted);
    await turnsUntil(() => mounted.session.state === 'joined', 'joined');
    await leavesNothing(t, mounted, camera);
    await turnsUntil(() => mounted.server.connection.last('leave') !== undefined, 'left');
  });

  t.test(`React ${version}: unmounted while it reconnects, it tries no more`, async (t) => {
    const mounted = await setUpMounted(t, loaded);
    const camera = await mount(mounted, { reconnectPolicy: { nextDelayMs: () => 60_000 } });
    await turnsUntil(() => mounted.session.state === 'waiting', 'waiting');
    mounted.server.connection.drop();
    await turnsUntil(() => mounted.session.state === 'reconnecting', 'reconnecting');
    await leavesNothing(t, mounted, camera);
    t.equal(mounted.server.connections.length, 1);
  });

  t.test(`React ${version}: it connects when connect becomes true`, async (t) => {
    const mounted = await setUpMounted(t, loaded);
    mounted.render(null, { connect: false });
    await turnsUntil(() => mounted.sessions.length === 1, 'mounted');
    t.equal(mounted.session.state, 'idle');
    mounted.render(null, { connect: true });
    await turnsUntil(() => mounted.session.state === 'waiting', 'waiting');
    t.equal(mounted.sessions.length, 1);
  });

  t.test(
    `React ${version}: the passcode is asked for by the function of the last render, also if the first had none`,
    async (t) => {
      const mounted = await setUpMounted(t, loaded);
      mounted.server.answers.authenticate = ({ passcode }) => {
        if (passcode !== 'blue heron') throw new Refusal('passcode-required');
        return arrival();
      };
      mounted.render(null, { connect: false });
      await turnsUntil(() => mounted.sessions.length === 1, 'mounted');
      mounted.render(null, { connect: true, getPasscode: () => 'blue heron' });
      await turnsUntil(() => mounted.session.state === 'waiting', 'waiting');
      t.equal(mounted.sessions.length, 1);
      t.equal(mounted.server.connections.length, 2);
    },
  );

  t.test(
    `React ${version}: without a function that asks for the passcode, the state says that one is required`,
    async (t) => {
      const mounted = await setUpMounted(t, loaded);
      mounted.server.answers.authenticate = () => {
        throw new Refusal('passcode-required');
      };
      mounted.render(null);
      await turnsUntil(() => mounted.sessions[0]?.state === 'closed', 'closed');
      t.equal(mounted.session.closeReason, 'passcode-required');
      t.equal(mounted.server.connections.length, 1);
    },
  );

  t.test(`React ${version}: a refused token is a state, not an exception`, async (t) => {
    const mounted = await setUpMounted(t, loaded);
    const { values, Recorder } = recorder(() => layer.useSessionState());
    mounted.render(createElement(Recorder), {
      getToken: () => 'not a token',
      reconnectPolicy: { nextDelayMs: () => null },
    });
    await turnsUntil(() => values.at(-1)?.state === 'closed', 'closed');
    t.equal(values.at(-1)?.closeReason, 'token-provider-failed');
  });

  t.test(`React ${version}: a session of the page's own is neither connected nor left`, async (t) => {
    const mounted = await setUpMounted(t, loaded);
    const session = new Session(mounted.options);
    const { values, Recorder } = recorder(() => layer.useSessionState());
    mounted.root.render(createElement(layer.SessionProvider, { session }, createElement(Recorder)));
    await turnsUntil(() => values.length > 0, 'mounted');
    t.equal(session.state, 'idle');
    await session.connect();
    await turnsUntil(() => values.at(-1)?.state === 'waiting', 'waiting');
    mounted.root.unmount();
    await turnsUntil(() => sessionListeners.size === 0, 'unmounted');
    t.equal(session.state, 'waiting');
    await session.disconnect();
  });

  if ('Activity' in React) {
    t.test(`React ${version}: hidden by Activity it leaves, and shown again it begins a new session`, async (t) => {
      const mounted = await setUpMounted(t, loaded);
      const show = (mode: 'visible' | 'hidden') =>
        mounted.root.render(
          createElement(React.Activity, {
            mode,
            children: createElement(layer.SessionProvider, mounted.options, createElement(mounted.Watcher)),
          }),
        );
      show('visible');
      await turnsUntil(() => mounted.sessions[0]?.state === 'waiting', 'waiting');
      show('hidden');
      await turnsUntil(() => mounted.sessions[0]?.state === 'closed', 'left');
      show('visible');
      await turnsUntil(() => mounted.sessions[1]?.state === 'waiting', 'waiting again');
      t.equal(mounted.sessions.length, 2);
      t.equal(mounted.server.connections.length, 2);
    });
  }
}
