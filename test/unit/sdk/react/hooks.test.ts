/** What the hooks return, and how often they render, with React 18 and 19. */
import t from 'tap';
import { closePage } from '../../../support/react/page.ts';
import { loadReact } from '../../../support/react/react-version.ts';
import { turnsUntil } from '../../../support/time/turns-until.ts';
import { FakeTrack } from '../src/local/late-devices.ts';
import { admittedSnapshot, arrival, ben, entry, hostSnapshot, waitingSnapshot } from '../src/scripted-server.ts';
import { recorder, setUpMounted } from './mounted-session.ts';

t.teardown(closePage);

for (const version of ['18', '19'] as const) {
  const loaded = await loadReact(version);
  const { React, layer } = loaded;
  const { createElement } = React;

  t.test(`React ${version}: each state of the session is rendered once`, async (t) => {
    const mounted = await setUpMounted(t, loaded);
    const { values, Recorder } = recorder(() => layer.useSessionState());
    mounted.render(createElement(Recorder));
    await turnsUntil(() => values.at(-1)?.state === 'waiting', 'waiting');
    const { connection } = mounted.server;
    connection.notify({ method: 'snapshotReplaced', params: { snapshot: admittedSnapshot } });
    await turnsUntil(() => values.at(-1)?.state === 'joined', 'joined');
    connection.notify({ method: 'participantJoined', params: { participant: ben } });
    connection.notify({ method: 'snapshotReplaced', params: { snapshot: waitingSnapshot, reason: 'One moment.' } });
    await turnsUntil(() => values.at(-1)?.state === 'waiting', 'waiting again');
    await mounted.session.disconnect();
    await turnsUntil(() => values.at(-1)?.state === 'closed', 'closed');
    t.strictSame(
      values.map(({ state, message }) => [state, message]),
      [
        ['idle', null],
        ['connecting', null],
        ['waiting', null],
        ['joined', null],
        ['waiting', 'One moment.'],
        ['closed', null],
      ],
    );
    t.equal(values.at(-1)?.closeReason, 'left');
  });

  t.test(`React ${version}: a change of one person leaves the others the same objects`, async (t) => {
    const mounted = await setUpMounted(t, loaded);
    mounted.server.answers.authenticate = () => arrival({ snapshot: admittedSnapshot });
    const { values, Recorder } = recorder(() => layer.useParticipants());
    mounted.render(createElement(Recorder));
    await turnsUntil(() => values.at(-1)?.length === 1, 'one person');
    const { connection } = mounted.server;
    connection.notify({ method: 'participantJoined', params: { participant: ben } });
    await turnsUntil(() => values.at(-1)?.length === 2, 'two people');
    const before = values.at(-1);
    connection.notify({ method: 'participantUpdated', params: { participant: { ...ben, name: 'Benedikt' } } });
    await turnsUntil(() => values.at(-1)?.[1]?.name === 'Benedikt', 'renamed');
    t.equal(values.at(-1)?.[0], before?.[0]);
    t.equal(before?.[1]?.name, 'Ben', 'earlier values do not change');
    t.equal(values.length, 4);
  });

  t.test(`React ${version}: hooks render only for what they return`, async (t) => {
    const mounted = await setUpMounted(t, loaded);
    mounted.server.answers.authenticate = () => arrival({ snapshot: hostSnapshot });
    const hooks = {
      room: recorder(() => layer.useRoom()),
      self: recorder(() => layer.useSelf()),
      waiting: recorder(() => layer.useWaitingRoom()),
      participants: recorder(() => layer.useParticipants()),
      speakers: recorder(() => layer.useActiveSpeakers()),
      chat: recorder(() => layer.useChatMessages()),
      preview: recorder(() => layer.usePreviewedParticipant()),
      camera: recorder(() => layer.useDevice('camera')),
      track: recorder(() => layer.useTrack('p-ben', 'camera')),
      sound: recorder(() => layer.useSound()),
    };
    mounted.render(Object.entries(hooks).map(([key, { Recorder }]) => createElement(Recorder, { key })));
    await turnsUntil(() => hooks.self.values.at(-1)?.isHost === true, 'a host');
    const counts = () => Object.fromEntries(Object.entries(hooks).map(([name, { values }]) => [name, values.length]));
    const before = counts();
    const { connection } = mounted.server;
    connection.notify({ method: 'waitingAdded', params: { entry: entry('p-anna', 4) } });
    await turnsUntil(() => hooks.waiting.values.at(-1)?.waiting.length === 1, 'somebody waits');
    t.strictSame(counts(), { ...before, waiting: Number(before.waiting) + 1 });
    // The same again, and a whole new snapshot with the same content: nothing to render.
    connection.notify({ method: 'waitingUpdated', params: { entry: entry('p-anna', 4) } });
    const again = { ...hostSnapshot, waiting: [entry('p-anna', 4)] };
    connection.notify({ method: 'snapshotReplaced', params: { snapshot: again } });
    connection.notify({
      method: 'activeSpeakersChanged',
      params: { speakers: [{ participantId: 'p-weber', levelDb: -30 }] },
    });
    await turnsUntil(() => hooks.speakers.values.at(-1)?.length === 1, 'somebody speaks');
    connection.notify({
      method: 'activeSpeakersChanged',
      params: { speakers: [{ participantId: 'p-weber', levelDb: -20 }] },
    });
    connection.notify({ method: 'participantJoined', params: { participant: ben } });
    await turnsUntil(() => hooks.participants.values.at(-1)?.length === 1, 'somebody joined');
    t.strictSame(counts(), {
      ...before,
      waiting: Number(before.waiting) + 1,
      speakers: Number(before.speakers) + 1,
      participants: Number(before.participants) + 1,
    });
  });

  t.test(`React ${version}: a host admits the person that the hook shows`, async (t) => {
    const mounted = await setUpMounted(t, loaded);
    mounted.server.answers.authenticate = () =>
      arrival({ snapshot: { ...hostSnapshot, waiting: [entry('p-anna', 4)] } });
    const { values, Recorder } = recorder(() => layer.useWaitingRoom());
    mounted.render(createElement(Recorder));
    await turnsUntil(() => values.at(-1)?.waiting.length === 1, 'somebody waits');
    const [anna] = values.at(-1)?.waiting ?? [];
    if (anna) await values.at(-1)?.admit(anna);
    t.same(mounted.server.connection.last('admit'), { participantId: 'p-anna', epoch: 4 });
  });

  t.test(`React ${version}: after the end no hook lists names or messages`, async (t) => {
    const mounted = await setUpMounted(t, loaded);
    const from = { participantId: 'p-ben', name: 'Ben' };
    mounted.server.answers.authenticate = () =>
      arrival({
        snapshot: { ...hostSnapshot, participants: [ben], waiting: [entry('p-anna', 4)] },
        chat: [{ seq: 1, from, to: 'group', text: 'Good evening.', at: 1_790_000_000_000 }],
      });
    const state = recorder(() => layer.useSessionState());
    const lists = recorder(() => ({
      waiting: layer.useWaitingRoom().waiting.length,
      participants: layer.useParticipants().length,
      chat: layer.useChatMessages().length,
    }));
    mounted.render([createElement(state.Recorder, { key: 1 }), createElement(lists.Recorder, { key: 2 })]);
    await turnsUntil(() => lists.values.at(-1)?.chat === 1, 'joined');
    t.same(lists.values.at(-1), { waiting: 1, participants: 1, chat: 1 });
    await mounted.session.disconnect();
    await turnsUntil(() => state.values.at(-1)?.state === 'closed', 'closed');
    t.same(lists.values.at(-1), { waiting: 0, participants: 0, chat: 0 });
  });

  t.test(`React ${version}: after the end hooks return what they return before connecting`, async (t) => {
    const mounted = await setUpMounted(t, loaded);
    mounted.server.answers.authenticate = () => arrival({ snapshot: waitingSnapshot });
    const { values, Recorder } = recorder(() => ({
      state: layer.useSessionState().state,
      message: layer.useSessionState().message,
      facts: [
        layer.useRoom(),
        layer.useSelf(),
        layer.useWaitingMessages(),
        layer.usePreviewedParticipant(),
        layer.useActiveSpeakers(),
      ],
    }));
    mounted.render(createElement(Recorder));
    await turnsUntil(() => values.at(-1)?.state === 'waiting', 'waiting');
    const { connection } = mounted.server;
    connection.notify({ method: 'messageToWaiting', params: { text: 'Five minutes, Anna.', from: 'therapist' } });
    await turnsUntil(() => JSON.stringify(values.at(-1)?.facts).includes('Five minutes'), 'the message');
    connection.notify({ method: 'closing', params: { code: 'denied', message: 'Not today.' } });
    connection.close(4410, 'denied');
    await turnsUntil(() => values.at(-1)?.state === 'closed', 'closed');
    t.same(values.at(-1)?.facts, values[0]?.facts);
    t.equal(values.at(-1)?.message, 'Not today.', 'the host’s words about the end are shown');
  });

  t.test(`React ${version}: what was told once is there for components that are mounted later`, async (t) => {
    const mounted = await setUpMounted(t, loaded);
    const state = recorder(() => layer.useSessionState());
    mounted.render(createElement(state.Recorder));
    await turnsUntil(() => state.values.at(-1)?.state === 'waiting', 'waiting');
    const heard: string[] = [];
    mounted.session.on('messageToWaiting', (text) => heard.push(text));
    mounted.server.connection.notify({
      method: 'messageToWaiting',
      params: { text: 'Five minutes.', from: 'therapist' },
    });
    await turnsUntil(() => heard.length === 1, 'told');
    const later = recorder(() => layer.useWaitingMessages());
    mounted.render([createElement(state.Recorder, { key: 1 }), createElement(later.Recorder, { key: 2 })]);
    await turnsUntil(() => later.values.length > 0, 'mounted');
    t.same(later.values, [[{ text: 'Five minutes.', from: 'therapist' }]]);
    mounted.server.connection.notify({ method: 'snapshotReplaced', params: { snapshot: admittedSnapshot } });
    await turnsUntil(() => later.values.at(-1)?.length === 0, 'forgotten after the admission');
  });

  t.test(`React ${version}: the listener of the last render gets the event`, async (t) => {
    const mounted = await setUpMounted(t, loaded);
    const heard: string[] = [];
    function Listener({ name }: { name: string }): null {
      layer.useSessionEvent('stateChanged', (state) => heard.push(`${name} ${state}`));
      return null;
    }
    mounted.render(createElement(Listener, { name: 'first' }), { connect: false });
    await turnsUntil(() => mounted.sessions.length === 1, 'mounted');
    mounted.render(createElement(Listener, { name: 'second' }));
    await turnsUntil(() => heard.length === 2, 'connected');
    t.same(heard, ['second connecting', 'second waiting']);
  });

  t.test(`React ${version}: an element shows the own camera while it is on`, async (t) => {
    const mounted = await setUpMounted(t, loaded);
    const device = recorder(() => layer.useDevice('camera'));
    function Preview() {
      const camera = layer.useTrack(layer.useSelf().id, 'camera');
      return camera && createElement('video', { ref: camera.ref, hidden: !camera.isOn });
    }
    mounted.render([createElement(device.Recorder, { key: 1 }), createElement(Preview, { key: 2 })], {
      connect: false,
    });
    await turnsUntil(() => device.values.length > 0, 'mounted');
    const fake = new FakeTrack('video', 'camera-1');
    await device.values.at(-1)?.setOn(true, { track: fake as unknown as MediaStreamTrack });
    await turnsUntil(() => mounted.container.querySelector('video') !== null, 'shown');
    const track = mounted.session.localParticipant.track('camera');
    const video = mounted.container.querySelector('video');
    t.equal(device.values.at(-1)?.isOn, true);
    await device.values.at(-1)?.setOn(false);
    await turnsUntil(() => mounted.container.querySelector('video') === null, 'removed');
    t.ok(video);
    t.same(track?.detach(), [], 'the element was given back');
    t.equal(fake.readyState, 'ended');
  });

  t.test(`React ${version}: a hook without a provider says what is missing`, async (t) => {
    const { server } = loaded;
    t.throws(() => server.renderToString(createElement(recorder(() => layer.useRoom()).Recorder)), /SessionProvider/);
  });
}
