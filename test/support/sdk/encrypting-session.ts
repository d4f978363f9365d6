/** Sessions of the SDK that encrypt end to end in Node. */
import { randomBytes } from 'node:crypto';
import { Session, type SessionOptions } from '@hearthroom/sdk';
import type { Test } from 'tap';
import type { EncryptionControl } from '../../../sdk/src/session/controls/encryption-control.ts';
import { waitUntil } from '../media/wait-until.ts';
import type { TestServer } from '../server/test-server.ts';
import { SenderInPage, WorkerInPage } from './encryption-in-node.ts';

export class EncryptingSession {
  readonly session: Session;
  readonly worker: WorkerInPage | undefined;
  readonly told: string[] = [];

  /** `weber` and `cole` are therapists. Waits, or enters where the room lets it. */
  static async enter(
    t: Test,
    server: TestServer,
    room: string,
    sub: string,
    options: Partial<SessionOptions> = {},
  ): Promise<EncryptingSession> {
    const role = sub === 'weber' || sub === 'cole' ? 'therapist' : 'client';
    const session = new Session({
      url: server.url,
      getToken: () => server.tokenFor(room, { sub, role, name: sub }),
      reconnectPolicy: { nextDelayMs: () => 0 },
      ...options,
    });
    t.teardown(() => session.disconnect());
    await session.connect();
    return new EncryptingSession(session);
  }

  private constructor(session: Session) {
    this.session = session;
    this.worker = WorkerInPage.all.at(-1);
    session.on('hostMessage', (kind, text) => this.told.push(`${kind}: ${text}`));
    session.on('previewText', (text) => this.told.push(`preview: ${text}`));
  }

  get id(): string {
    return this.session.localParticipant.id;
  }

  get texts(): string[] {
    return this.session.chat.messages.map(({ text, encryption, unreadable }) =>
      unreadable ? 'unreadable' : `${text} (${encryption})`,
    );
  }

  get state(): string {
    return this.session.encryption.state;
  }

  /** Admits everybody who waits. */
  async admit(people: readonly EncryptingSession[], options: { unencrypted?: boolean } = {}): Promise<void> {
    for (const { session, id } of people) {
      await waitUntil(() => this.session.waitingParticipants.some((entry) => entry.id === id), 'waiting');
      const entry = this.session.waitingParticipants.find((one) => one.id === id);
      if (!entry) throw new Error('nobody waits');
      await this.session.admit(entry, options);
      await waitUntil(() => session.state === 'joined', 'admitted');
    }
  }

  get #control(): EncryptionControl {
    return this.session.encryption as EncryptionControl;
  }

  /** Encrypts a frame as this person's microphone does. */
  async send(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
    const sender = new SenderInPage();
    this.#control.part?.cipher?.attachSender(sender as never, 'microphone', 'audio/opus');
    return new Uint8Array((await sender.pass(bytes)) ?? []);
  }

  async receive(from: EncryptingSession, sent: Uint8Array<ArrayBuffer>): Promise<Uint8Array | null> {
    const receiver = new SenderInPage();
    const track = { participantId: from.id, source: 'microphone' } as const;
    this.#control.part?.cipher?.attachReceiver(receiver as never, track);
    return await receiver.pass(sent);
  }

  async hears(other: EncryptingSession): Promise<boolean> {
    const voice = new Uint8Array(randomBytes(60));
    const heard = await this.receive(other, await other.send(voice));
    return heard !== null && Buffer.compare(heard, voice) === 0;
  }
}

/** Each hears each other. */
export async function allHear(people: readonly EncryptingSession[]): Promise<void> {
  for (const one of people)
    for (const other of people)
      if (one !== other) await waitUntil(() => one.hears(other), `${one.id} hears ${other.id}`);
}
