/**
 * End-to-end encryption of a synthetic person, with the code of the SDK: their frames can be decrypted by everybody, and
 * nobody has to wait for them. They decrypt nothing, and have one secret for all who are there and who come later: what
 * they send is prepared in advance.
 */
import type { AdmittedSnapshot, Params, Participant } from '@hearthroom/sdk/protocol';
import { FrameEncryptor } from '../../../sdk/src/e2ee/frames/frame-encryptor.ts';
import { clearLengthOf, trackName } from '../../../sdk/src/e2ee/frames/frame-format.ts';
import { audienceHash } from '../../../sdk/src/e2ee/keys/audience-hash.ts';
import {
  createIdentity,
  type Identity,
  type PublicIdentity,
  verifyIdentity,
} from '../../../sdk/src/e2ee/keys/identity.ts';
import { sealSecret } from '../../../sdk/src/e2ee/keys/key-box.ts';
import type { StreamKind } from '../../clients/stream.ts';
import type { WireClient } from '../../clients/wire-client.ts';

/** The part of a client that is needed. */
type Client = Pick<WireClient, 'on' | 'request'>;

export interface Member {
  participantId: string;
  stay: number;
  identity: PublicIdentity;
}

const keyEpoch = 1;
const formats: Record<StreamKind, { source: string; mimeType: string }> = {
  audio: { source: 'microphone', mimeType: 'audio/opus' },
  video: { source: 'camera', mimeType: 'video/VP8' },
};

export class EncryptingMember {
  readonly #client: Client;
  readonly #room: string;
  readonly #identity: Identity;
  readonly #secret = crypto.getRandomValues(new Uint8Array(32));
  readonly #encryptor = new FrameEncryptor();
  #id = '';
  /** By participant id; this one too. */
  readonly #everybody = new Map<string, Member>();

  /** @param client not authenticated yet */
  static async create(client: Client, room: string): Promise<EncryptingMember> {
    const member = new EncryptingMember(client, room, await createIdentity(room));
    await member.#encryptor.useSecret(keyEpoch, member.#secret);
    return member;
  }

  private constructor(client: Client, room: string, identity: Identity) {
    [this.#client, this.#room, this.#identity] = [client, room, identity];
    // Senders use a new secret when everybody has it.
    client.on('keysReceived', ({ participantId, keyEpoch }) =>
      this.#try(this.#client.request('acknowledgeKeys', { participantId, keyEpoch })),
    );
    client.on('participantJoined', ({ participant }) => {
      this.#add(memberOf(participant));
      this.#try(this.#share());
    });
  }

  /** For `authenticate`. */
  get credentials(): Pick<Params<'authenticate'>, 'e2ee'> {
    return { e2ee: this.#identity.wire };
  }

  /** Gives the secret to everybody who is there. */
  async enter({ self, participants }: AdmittedSnapshot): Promise<void> {
    this.#id = self.id;
    this.#add({ participantId: self.id, stay: self.stay ?? 0, identity: this.#identity.wire });
    for (const participant of participants) this.#add(memberOf(participant));
    await this.#share();
  }

  /** @param frame each time another one with the same content. @returns so many of them */
  async encrypt(kind: StreamKind, frame: Uint8Array, count: number): Promise<Uint8Array[]> {
    const { source, mimeType } = formats[kind];
    const [track, clearLength] = [trackName(this.#id, source), clearLengthOf(mimeType, true) ?? 0];
    const content = Uint8Array.from(frame);
    const frames: Uint8Array[] = [];
    while (frames.length < count)
      frames.push((await this.#encryptor.encrypt(content, clearLength, track)) ?? new Uint8Array());
    return frames;
  }

  #add(member: Member): void {
    this.#everybody.set(member.participantId, member);
  }

  /** With all of them after every change: the hash in a box is that of all who are there. */
  async #share(): Promise<void> {
    const everybody = [...this.#everybody.values()];
    const hash = await audienceHash(this.#room, everybody);
    const others = everybody.filter(({ participantId }) => participantId !== this.#id);
    if (others.length === 0) return;
    const items = others.map(async ({ participantId, stay, identity }) => {
      const receiver = await verifyIdentity(this.#room, identity);
      if (!receiver) throw new Error('Somebody in the room has an identity that is not valid');
      const use = { purpose: 'keys', keyEpoch, audienceHash: hash } as const;
      const address = { roomId: this.#room, from: this.#id, to: participantId, stay, use };
      return { to: participantId, stay, ...(await sealSecret(this.#secret, this.#identity, receiver, address)) };
    });
    await this.#client.request('sendKeys', { keyEpoch, audienceHash: hash, items: await Promise.all(items) });
  }

  #try(work: Promise<unknown>): void {
    work.catch(() => {
      // The connection is closed.
    });
  }
}

function memberOf({ id, stay = 0, e2ee }: Participant): Member {
  if (!e2ee) throw new Error('Somebody in the room does not encrypt');
  return { participantId: id, stay, identity: e2ee };
}
