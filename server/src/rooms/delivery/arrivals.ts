/** How a connection arrives: the event that seats it, and what it is answered when that is stored. */
import type {
  ChatMessage,
  ConsumerDescription,
  MissedNotification,
  OwnTrack,
  PublicIdentity,
  Snapshot,
} from '@hearthroom/sdk/protocol';
import { AppError } from '../../core/errors/errors.ts';
import { hashSecret, newId, newSecret } from '../../core/secrets/random.ts';
import { type Claims, type ConnectionId, type RoomEvent, type RoomState, seatOfConnection } from '../machine/index.ts';
import type { PasscodeProof } from '../passcode-gate.ts';
import type { RoomConnection, RoomMedia, RoomRecord } from '../ports.ts';
import type { ChatRelay } from './chat-relay.ts';
import type { ConnectionFanout } from './connection-fanout.ts';
import type { MissedNotifications } from './missed-notifications.ts';

export interface Arrival {
  snapshot: Snapshot;
  /** Proves at the next connect that it is the same client. */
  resumeSecret: string;
  /** What the server still has of the client's media, when it wanted to keep it and it lives. */
  media: { tracks: OwnTrack[]; consumers: ConsumerDescription[] } | null;
  /** What it missed within its lease, or the session's chat where the room keeps it. */
  chat: ChatMessage[];
  /** What was told once and did not reach it; null when nobody knows. */
  missed: MissedNotification[] | null;
}

export interface ConnectOptions {
  resumeSecret?: string | undefined;
  keepMedia?: boolean | undefined;
  /** Left out: none was presented. */
  passcode?: PasscodeProof | undefined;
  /** What `passcode` was checked against; left out: whatever the room has. */
  passcodeHash?: string | null | undefined;
  lastChatSeq?: number | undefined;
  lastSeq?: number | undefined;
  /** Public keys for end-to-end encryption; left out: this client cannot encrypt. */
  e2ee?: PublicIdentity | undefined;
}

export interface ArrivalsOptions {
  audience: Pick<ConnectionFanout, 'snapshot'>;
  chat: Pick<ChatRelay, 'chatFor'>;
  missed: Pick<MissedNotifications, 'missedBy'>;
  media: { readonly current: RoomMedia | null };
  stateOf: () => RoomState;
}

export class Arrivals {
  readonly #options: ArrivalsOptions;
  /** Connections whose arrival is being stored. */
  readonly #underWay = new Map<ConnectionId, RoomConnection>();

  constructor(options: ArrivalsOptions) {
    this.#options = options;
  }

  /**
   * @returns `toEvent`: what seats it, in a room as it is when that is decided; `answer`: to be called when it has been seated, before
   *   anything else happens. `answer` throws `not-available` where the connection may know nothing
   */
  begin(
    connection: RoomConnection,
    claims: Claims,
    options: ConnectOptions,
  ): { toEvent: (before: RoomRecord) => RoomEvent; answer: () => Arrival } {
    const resumeSecret = newSecret();
    const event = {
      type: 'connected',
      connectionId: connection.id,
      claims,
      newSeatId: newId('p'),
      resumeHash: hashSecret(resumeSecret),
      presentedResumeHash: options.resumeSecret === undefined ? null : hashSecret(options.resumeSecret),
      e2ee: options.e2ee ?? null,
    } as const;
    this.#underWay.set(connection.id, connection);
    return {
      toEvent: ({ state: { passcodeHash } }) => {
        // Meanwhile the room got another one: what was presented says nothing about that.
        const { passcodeHash: checked = passcodeHash } = options;
        if (checked !== passcodeHash) throw new AppError('storage-unavailable');
        return { ...event, passcode: options.passcode ?? (passcodeHash === null ? 'right' : 'missing') };
      },
      answer: () => this.#answer(connection.id, resumeSecret, options),
    };
  }

  /** Undefined: it has gone meanwhile, or is none that arrives. */
  connectionOf(connectionId: ConnectionId): RoomConnection | undefined {
    return this.#underWay.get(connectionId);
  }

  /** It is seated, refused or gone. @returns whether it was arriving */
  forget(connectionId: ConnectionId): boolean {
    return this.#underWay.delete(connectionId);
  }

  #answer(connectionId: ConnectionId, resumeSecret: string, options: ConnectOptions): Arrival {
    const { audience, chat, missed, stateOf } = this.#options;
    const state = stateOf();
    const snapshot = audience.snapshot(state, connectionId);
    if (!snapshot) throw new AppError('not-available');
    const seat = seatOfConnection(state, connectionId);
    const isOwn = seat?.connectionId === connectionId;
    return {
      snapshot,
      resumeSecret,
      media: this.#keptMedia(connectionId, options.keepMedia ?? false),
      chat: isOwn ? chat.chatFor(state, seat, options.lastChatSeq ?? 0) : [],
      missed: seat ? missed.missedBy(state, seat, connectionId, options.lastSeq) : null,
    };
  }

  /** Media of an earlier connection goes on when its owner proves to be that and says so; another device starts without it. */
  #keptMedia(connectionId: ConnectionId, wantsToKeep: boolean): Arrival['media'] {
    const { current } = this.#options.media;
    const seat = seatOfConnection(this.#options.stateOf(), connectionId);
    if (seat?.connectionId !== connectionId) return null;
    const isProven = seat.formerResumeHash !== null;
    // Who waits opens transports anew: what the server kept of a second device would not be the same.
    const mayKeep = isProven && seat.state === 'admitted';
    if (wantsToKeep && mayKeep) return current?.describePeer(seat.id) ?? null;
    // A waiting client has no claim to the capacity kept for returning seats: a second device has none either.
    if (seat.state === 'waiting') current?.removePeer(seat.id);
    else current?.closePeer(seat.id);
    return null;
  }
}
