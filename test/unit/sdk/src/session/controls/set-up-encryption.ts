/** A Session in a room that encrypts, connected to a scripted server, and two other people with keys. */
import type { Session, SessionOptions } from '@hearthroom/sdk';
import type { AdmittedSnapshot, Participant, PublicIdentity, SealedText, Snapshot } from '@hearthroom/sdk/protocol';
import { createIdentity, type Identity } from '../../../../../../sdk/src/e2ee/keys/identity.ts';
import { VerifiedIdentities } from '../../../../../../sdk/src/e2ee/keys/verified-identities.ts';
import { SealedTexts } from '../../../../../../sdk/src/e2ee/texts/sealed-texts.ts';
import type { TextKind } from '../../../../../../sdk/src/e2ee/texts/text-kinds.ts';
import type { EncryptionControl } from '../../../../../../sdk/src/session/controls/encryption-control.ts';
import '../../../../../support/sdk/encryption-in-node.ts';
import { admittedSnapshot, arrival, ben, weber } from '../../scripted-server.ts';
import { setUp, tokenOf } from '../../set-up-session.ts';

export const told = ['encryptionChanged', 'encryptionFailed', 'chatReceived', 'hostMessage', 'previewText'] as const;
export const roomId = 'r1';

/** Somebody else in the room, with keys. */
export class Other {
  readonly participant: Participant;
  readonly texts: SealedTexts;

  static async create(person: Participant, room = roomId): Promise<Other> {
    return new Other(person, await createIdentity(room));
  }

  private constructor(person: Participant, identity: Identity) {
    this.participant = { ...person, e2ee: identity.wire, stay: 1 };
    const identities = new VerifiedIdentities(roomId);
    const verify = (wire: PublicIdentity) => identities.verify(wire);
    this.texts = new SealedTexts({ roomId, participantId: person.id, identity, verify, appSecret: null });
  }

  /** What the server passes on to Anna. */
  async write(kind: TextKind, text: string, anna: PublicIdentity) {
    const reader = { participantId: 'p-anna', stay: 1, identity: anna };
    return passedTo('p-anna', this.participant.id, await this.texts.seal(kind, text, 1, [reader]));
  }

  read(kind: TextKind, sealed: SealedText, from: PublicIdentity) {
    const passed = passedTo(this.participant.id, 'p-anna', sealed);
    return this.texts.open(kind, passed, 1, [from], 'once');
  }
}

export function passedTo(id: string, from: string, { cipher, items }: SealedText) {
  const item = items.find(({ to }) => to === id);
  return { from, cipher, ...(item && { secret: { box: item.box, sig: item.sig } }) };
}

export const host = await Other.create(weber);
export const client = await Other.create(ben);

export type Encryption = NonNullable<AdmittedSnapshot['room']['encryption']>;

export function inside(
  encryption: Encryption,
  people: readonly Participant[],
  more: Partial<Snapshot['self']> = {},
): Snapshot {
  return {
    ...admittedSnapshot,
    self: {
      ...admittedSnapshot.self,
      stay: 1,
      encryption: 'e2e',
      audience: people.filter(({ away }) => !away).map(({ id }) => id),
      ...more,
    },
    room: { ...admittedSnapshot.room, encryption },
    participants: [...people],
  };
}

export async function connected(
  t: Parameters<typeof setUp>[0],
  snapshot: Snapshot,
  options: Partial<SessionOptions> = {},
) {
  const all = await setUp(t, told, { getToken: () => tokenOf(roomId, 'anna'), ...options });
  const { server, session } = all;
  server.hello = { method: 'hello', params: { routerRtpCapabilities: { codecs: [] }, revision: 2 }, seq: 0 };
  server.answers.authenticate = () => arrival({ snapshot });
  server.answers.sendChat = () => ({ seq: 1 });
  await session.connect();
  const identity = () => (server.connection.last('authenticate') as { e2ee?: PublicIdentity }).e2ee;
  const anna = identity();
  const sent = (method: string) =>
    server.connection.requests.filter((request) => request.method === method).map(({ params }) => params);
  const see = (after: Snapshot) =>
    server.connection.notify({ method: 'snapshotReplaced', params: { snapshot: after } });
  return { ...all, identity, anna: anna ?? host.participant.e2ee ?? never(), sent, see };
}

export const controlOf = ({ encryption }: Session) => encryption as EncryptionControl;

export function never(): never {
  throw new Error('no identity');
}
