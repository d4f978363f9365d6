import type { MediaDegradation } from '@hearthroom/sdk';
import t from 'tap';
import { turnsUntil } from '../../../../support/time/turns-until.ts';
import { admittedSnapshot, arrival, ben, waitingSnapshot, weber } from '../scripted-server.ts';
import { setUp } from '../set-up-session.ts';

t.test(
  'how well media gets through is told of oneself and the others, and forgotten with the connection',
  async (t) => {
    const { server, session, events } = await setUp(t, ['connectionQualityChanged']);
    server.answers.authenticate = () => arrival({ snapshot: { ...admittedSnapshot, participants: [ben] } });
    await session.connect();
    const { localParticipant } = session;
    server.connection.notify({
      method: 'connectionQualityChanged',
      params: {
        participants: [
          { participantId: localParticipant.id, quality: 'weak' },
          { participantId: ben.id, quality: 'lost' },
          { participantId: 'p-nobody', quality: 'lost' },
        ],
      },
    });
    await turnsUntil(() => events.length === 2, 'both are told');
    const other = session.participants.get(ben.id);
    t.same(
      events.map(([, , quality]) => quality),
      ['weak', 'lost'],
    );
    t.equal(events[0]?.[1], localParticipant);
    t.equal(events[1]?.[1], other);
    t.equal(localParticipant.connectionQuality, 'weak');
    t.equal(other?.connectionQuality, 'lost');
    server.connection.drop();
    await turnsUntil(() => events.length === 4, 'both are good again until something else is told');
    t.equal(localParticipant.connectionQuality, 'good');
    t.equal(other?.connectionQuality, 'good');
  },
);

t.test('in a preview the other one’s is forgotten with the connection, too', async (t) => {
  const { server, session, events } = await setUp(t, ['connectionQualityChanged']);
  const self = { ...waitingSnapshot.self, place: { kind: 'preview' as const, participantId: weber.id } };
  server.answers.authenticate = () => arrival({ snapshot: { ...waitingSnapshot, self } });
  await session.connect();
  server.connection.notify({
    method: 'connectionQualityChanged',
    params: { participants: [{ participantId: weber.id, quality: 'weak' }] },
  });
  await turnsUntil(() => events.length === 1, 'it is told');
  server.connection.drop();
  await turnsUntil(() => events.length === 2, 'it is good again');
  t.equal(session.previewedParticipant?.connectionQuality, 'good');
});

t.test(
  'what does not pass well is a property of the session, told when it changes, and forgotten with the connection',
  async (t) => {
    const { server, session, events } = await setUp(t, ['mediaDegradationChanged']);
    server.answers.authenticate = () => arrival({ snapshot: { ...admittedSnapshot, participants: [ben] } });
    await session.connect();
    t.equal(session.mediaDegradation, null);
    const degradation: MediaDegradation = {
      cause: 'own-line',
      sending: false,
      receiving: true,
      videos: 'some',
      pausedTracks: ['k-9'],
    };
    const notify = (told: MediaDegradation | null) =>
      server.connection.notify({ method: 'mediaDegradationChanged', params: { degradation: told } });
    notify(degradation);
    await turnsUntil(() => events.length === 1, 'it is told');
    t.same(session.mediaDegradation, degradation);
    notify(null);
    await turnsUntil(() => events.length === 2, 'it is over');
    t.equal(session.mediaDegradation, null);
    notify(degradation);
    await turnsUntil(() => events.length === 3, 'again');
    server.connection.drop();
    await turnsUntil(() => events.length === 4, 'nothing is known without a connection');
    t.same(
      events.map(([, told]) => told),
      [degradation, null, degradation, null],
    );
  },
);
