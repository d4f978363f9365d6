/** Media of participants who are not in the group, with a real server and a real media worker. */
import t from 'tap';
import { waitUntil } from '../../../support/media/wait-until.ts';
import { startTestServer } from '../../../support/server/test-server.ts';
import type { SyntheticPerson } from '../../../support/werift/synthetic-person.ts';
import { bothFlow, flows, idOf, letIn, receivesNothing, setUp, trackOf } from './three-people.ts';

const server = await startTestServer();
t.teardown(() => server.close());

async function openPreview(weber: SyntheticPerson, anna: SyntheticPerson): Promise<void> {
  const [entry] = weber.session.waitingParticipants;
  if (!entry) throw new Error('nobody waits');
  await weber.session.openPreview(entry);
  await waitUntil(() => anna.session.previewedParticipant !== null, 'the preview is open');
}

t.test('in a preview the two see and hear each other, and the group neither', async (t) => {
  const { weber, ben, anna } = await setUp(server, t);
  await bothFlow(weber, ben);
  await openPreview(weber, anna);
  await bothFlow(weber, anna);
  await Promise.all([receivesNothing(ben, weber), receivesNothing(weber, ben)]);
  t.equal(anna.session.state, 'waiting');
  t.match(anna.session.previewedParticipant, { id: idOf(weber), name: 'weber' });
  t.match(weber.session.previewedParticipant, { id: idOf(anna), name: 'anna' });
  t.equal(anna.session.participants.size, 0);
  t.same(
    [...ben.session.participants.values()].map(({ id, away }) => [id, away]),
    [[idOf(weber), true]],
  );

  const texts: string[] = [];
  anna.session.on('previewText', (text) => texts.push(text));
  weber.session.on('previewText', (text) => texts.push(text));
  await weber.session.sendPreviewText('Which name?');
  await anna.session.sendPreviewText('Berger');
  await waitUntil(() => texts.length === 2, 'both texts');
  t.same(texts, ['Which name?', 'Berger']);
  t.same([weber.failures, ben.failures, anna.failures], [[], [], []]);
});

t.test('after a preview the client waits as before, and the device choices are kept', async (t) => {
  const { weber, ben, anna } = await setUp(server, t);
  await openPreview(weber, anna);
  await bothFlow(weber, anna);
  await weber.session.closePreview();
  await waitUntil(() => anna.session.previewedParticipant === null, 'the preview is closed');
  await bothFlow(weber, ben);
  t.equal(weber.session.previewedParticipant, null);
  t.ok(anna.session.localParticipant.isEnabled('camera'));
  await openPreview(weber, anna);
  await bothFlow(weber, anna);
  await weber.session.closePreview();
  await letIn(weber, anna);
  await Promise.all([bothFlow(weber, anna), bothFlow(ben, anna)]);
  t.same([weber.failures, ben.failures, anna.failures], [[], [], []]);
});

t.test('a client admitted from a preview is heard and seen by everybody', async (t) => {
  const { weber, ben, anna } = await setUp(server, t);
  await openPreview(weber, anna);
  await bothFlow(weber, anna);
  await letIn(weber, anna);
  await Promise.all([bothFlow(weber, anna), bothFlow(ben, anna), bothFlow(weber, ben)]);
  t.equal(anna.session.previewedParticipant, null);
  t.equal(anna.session.participants.get(idOf(weber))?.name, 'weber');
  t.same([weber.failures, ben.failures, anna.failures], [[], [], []]);
});

t.test('what is switched on during a preview is seen by the host', async (t) => {
  const { weber, anna } = await setUp(server, t);
  await anna.session.localParticipant.setCameraEnabled(false);
  await openPreview(weber, anna);
  await flows(weber, anna, 'microphone');
  t.equal(trackOf(weber, anna, 'camera'), undefined);
  await anna.show();
  await flows(weber, anna, 'camera');
  t.same([weber.failures, anna.failures], [[], []]);
});

t.test('a preview ends with the connection of the one who waits', async (t) => {
  const { weber, ben, anna } = await setUp(server, t);
  await openPreview(weber, anna);
  await bothFlow(weber, anna);
  anna.cutSocket();
  await waitUntil(() => anna.session.state === 'reconnecting', 'reconnecting');
  await waitUntil(() => anna.session.state === 'waiting', 'back');
  t.equal(anna.session.previewedParticipant, null);
  await Promise.all([receivesNothing(anna, weber), bothFlow(weber, ben)]);
  await openPreview(weber, anna);
  await bothFlow(weber, anna);
  t.same([weber.failures, ben.failures, anna.failures], [[], [], []]);
});

t.test('in a side room the two are alone, and both come back to the group', async (t) => {
  const { weber, ben, anna } = await setUp(server, t);
  await letIn(weber, anna);
  await bothFlow(ben, anna);
  await weber.session.openSideRoom(idOf(anna));
  await waitUntil(() => anna.session.place.kind === 'side-room', 'in the side room');
  await Promise.all([bothFlow(weber, anna), receivesNothing(ben, anna), receivesNothing(ben, weber)]);
  t.ok([...ben.session.participants.values()].every(({ away }) => away));
  t.notOk(weber.session.participants.get(idOf(anna))?.away);
  await anna.session.closeSideRoom();
  await Promise.all([bothFlow(weber, ben), bothFlow(ben, anna)]);
  t.same(weber.session.place, { kind: 'group' });
  t.same([weber.failures, ben.failures, anna.failures], [[], [], []]);
});
