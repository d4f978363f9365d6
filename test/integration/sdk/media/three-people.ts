/** Three participants with real media, and what they receive of each other, in the group or in a preview. */
import type { RemoteTrack, TrackSource } from '@hearthroom/sdk';
import { waitUntil } from '../../../support/media/wait-until.ts';
import type { TestServer } from '../../../support/server/test-server.ts';
import { SyntheticPerson } from '../../../support/werift/synthetic-person.ts';
import { packetsReceived } from '../../../support/werift/werift-environment.ts';

const sources = ['microphone', 'camera'] as const;
export const idOf = ({ session }: SyntheticPerson): string => session.localParticipant.id;

/** A therapist and Ben in the group; Anna waits. All three have microphone and camera on. */
export async function setUp(server: TestServer, t: { teardown: (work: () => Promise<void>) => void }) {
  const room = await server.createRoom({ meetingNoticeSeconds: 0 });
  const make = (sub: string, role: 'therapist' | 'client') =>
    new SyntheticPerson({
      url: server.url,
      getToken: () => server.tokenFor(room, { sub, role, name: sub }),
      reconnectPolicy: { nextDelayMs: () => 20 },
    });
  const weber = make('weber', 'therapist');
  const ben = make('ben', 'client');
  const anna = make('anna', 'client');
  t.teardown(async () => {
    await Promise.all([weber, ben, anna].map((person) => person.leave()));
  });
  for (const person of [weber, ben, anna]) {
    await person.session.connect();
    await Promise.all([person.speak(), person.show()]);
    if (person === ben) await letIn(weber, ben);
  }
  await waitUntil(() => weber.session.waitingParticipants.length === 1, 'Anna waits');
  return { weber, ben, anna };
}

export async function letIn(weber: SyntheticPerson, person: SyntheticPerson): Promise<void> {
  await waitUntil(() => weber.session.waitingParticipants.length === 1, 'somebody waits');
  await weber.session.admitAll();
  await waitUntil(() => person.session.state === 'joined', 'joined');
}

/** A track of a participant in the group or in the preview. */
export function trackOf(to: SyntheticPerson, from: SyntheticPerson, source: TrackSource): RemoteTrack | undefined {
  const { participants, previewedParticipant } = to.session;
  const id = idOf(from);
  const owner = previewedParticipant?.id === id ? previewedParticipant : participants.get(id);
  return owner?.tracks.get(source);
}

export function packets(to: SyntheticPerson, from: SyntheticPerson, source: TrackSource): number {
  const track = trackOf(to, from, source);
  return track ? packetsReceived(track.mediaStreamTrack) : 0;
}

export async function flows(to: SyntheticPerson, from: SyntheticPerson, source: TrackSource): Promise<void> {
  const before = packets(to, from, source);
  await waitUntil(() => packets(to, from, source) > before + 10, `${source} flows`);
}

export async function bothFlow(one: SyntheticPerson, other: SyntheticPerson): Promise<void> {
  await Promise.all(sources.flatMap((source) => [flows(one, other, source), flows(other, one, source)]));
}

export const receivesNothing = (to: SyntheticPerson, from: SyntheticPerson) =>
  waitUntil(() => sources.every((source) => trackOf(to, from, source) === undefined), 'nothing is received');
