import type { CheckInQuestion, Result } from '../../protocol/messages/messages.ts';
import type { TrackSource } from '../../protocol/schemas/room-schemas.ts';
import { HearthroomError } from '../core/hearthroom-error.ts';
import type { Request } from '../core/wire.ts';
import type { Seal } from '../e2ee/texts/text-kinds.ts';
import type { RemoteParticipant } from '../people/participant.ts';
import { splitIntoGroups } from '../split-into-groups.ts';
import type { CheckIns } from './check-ins.ts';
import type { BreakoutOptions, GoRoundOptions, WaitingParticipant, WaitingReference } from './types/session-types.ts';

interface KnownPeople {
  inside(): ReadonlyMap<string, RemoteParticipant>;
  waiting(): readonly WaitingParticipant[];
}

/**
 * The requests of hosts (`session.host`), one method each, by the same name as in PROTOCOL.md (`extendRoom` is
 * `extend`). A method resolves when the server has carried out the request; the result arrives as `roomUpdated` and
 * other events, also for the client that sent it. Every promise rejects with a HearthroomError: `not-allowed` without
 * the grant that is needed, `not-connected` and `connection-lost` without a connection, `request-timeout` without an
 * answer, `invalid-params` for values out of range, `not-found` for an unknown id, or the code that a method names.
 */
export class HostRequests {
  readonly #request: Request;
  readonly #people: KnownPeople;
  readonly #seal: Seal;
  readonly #checkIns: Pick<CheckIns, 'start' | 'end'>;

  /**
   * Created by the Session.
   * @param people who is inside and who waits, as far as this client knows them
   * @param seal encrypts a text where the room wants it
   */
  constructor(request: Request, people: KnownPeople, seal: Seal, checkIns: Pick<CheckIns, 'start' | 'end'>) {
    this.#request = request;
    this.#people = people;
    this.#seal = seal;
    this.#checkIns = checkIns;
  }

  // ---------------------------------------------------------------- the waiting room (canAdmit)

  /**
   * Admits the person in this wait. Needs `canAdmit`. Rejects with `stale-entry` when they left, lost the connection or
   * came again since, `agreement-required` and `consent-required` when an acceptance is missing, `room-full` without a
   * free place, `e2ee-unsupported` when the room requires encryption and the person can't encrypt, `e2ee-would-end` when
   * encryption would end for everybody.
   * @param options.unencrypted true: end-to-end encryption may end for everybody while this person is inside
   */
  async admit({ id, epoch }: WaitingReference, options: { unencrypted?: boolean } = {}): Promise<void> {
    await this.#request('admit', { participantId: id, epoch, ...options });
  }

  /**
   * Admits several people at once, or nobody if there are not enough places (`room-full`). Entries that cannot be
   * admitted are skipped. Needs `canAdmit`.
   * @param entries the waits that the host saw; default: everybody who waits now, is connected, and is on no second or
   *   other device
   * @returns who was admitted and who was skipped, and why
   */
  admitAll(entries: readonly WaitingReference[] = this.#connectedWaiting()): Promise<Result<'admitAll'>> {
    return this.#request('admitAll', { entries: entries.map(({ id, epoch }) => ({ participantId: id, epoch })) });
  }

  /**
   * Sends a waiting person away. Needs `canAdmit`.
   * @param options.reason shown to them, at most 1,000 characters
   * @param options.ban refuses them in this room from now on; about another host it also needs `canEnd`
   */
  async deny({ id, epoch }: WaitingReference, options: { ban?: boolean; reason?: string } = {}): Promise<void> {
    await this.#request('deny', { participantId: id, epoch, ...options });
  }

  /**
   * Makes a person inside wait again. Needs `canAdmit`; about another host also `canEnd`. Rejects with `last-host` for
   * the last host present.
   * @param options.reason shown to them, at most 1,000 characters
   */
  async putInWaitingRoom(participantId: string, options: { reason?: string } = {}): Promise<void> {
    await this.#request('putInWaitingRoom', { participantId, ...options });
  }

  /**
   * Sends a message to a person who waits (event `messageToWaiting`). Needs `canAdmit`.
   * @param text plain text, at most 1,000 characters
   * @param participantId default: everybody who waits now
   */
  async messageWaiting(text: string, participantId?: string): Promise<void> {
    await this.#request('messageWaiting', { text, ...(participantId !== undefined && { participantId }) });
  }

  /**
   * Starts an identity check: the host and this person see, hear and write to each other alone, and the group sees the
   * host as away. The person is told first (`room.meeting`); `previewOpened` says on both sides that it has begun.
   * Needs `canAdmit`. Rejects with `busy` while either is in another conversation, `limit-exceeded` after the person
   * has declined three times, `stale-entry` as in admit.
   */
  async openPreview({ id, epoch }: WaitingReference): Promise<void> {
    await this.#request('openPreview', { participantId: id, epoch });
  }

  /** Ends the identity check, or cancels it before it has begun. Needs `canAdmit`. */
  async closePreview(): Promise<void> {
    await this.#request('closePreview', {});
  }

  /**
   * In rooms with `reveal: together`: opens the circle, so that everybody sees and hears everybody. It is first
   * announced (`room.circleOpening`). Needs `canAdmit`.
   */
  async openCircle(): Promise<void> {
    await this.#request('openCircle', {});
  }

  /**
   * Cancels an announced opening of the circle, if `room.circleOpening.mayCancel`. Needs `canAdmit`. Rejects with
   * `too-late` once it is open, `not-found` when there is nothing to cancel.
   */
  async cancelCircle(): Promise<void> {
    await this.#request('cancelCircle', {});
  }

  /**
   * Asks every client inside whether this observer may come in; the answers are in `room.consents`. Asking again asks
   * those who refused once more. Needs `canAdmit`. Rejects with `limit-exceeded` when each of them was asked again
   * twice.
   */
  async askConsent({ id, epoch }: WaitingReference): Promise<void> {
    await this.#request('askConsent', { participantId: id, epoch });
  }

  // ---------------------------------------------------------------- moderating (canModerate)

  /**
   * Removes a person from the session. Needs `canModerate`; about another host also `canEnd`. Rejects with `last-host`
   * for the last host present.
   * @param options.reason shown to them, at most 1,000 characters
   * @param options.ban refuses them in this room from now on
   */
  async remove(participantId: string, options: { ban?: boolean; reason?: string } = {}): Promise<void> {
    await this.#request('remove', { participantId, ...options });
  }

  /** Mutes a person's track. Only they can unmute it: see askToUnmute. Needs `canModerate`. */
  async mute(participantId: string, source: TrackSource): Promise<void> {
    await this.#request('mute', { participantId, source });
  }

  /** Asks a person to switch on their microphone or camera (event `askedToUnmute`). Needs `canModerate`. */
  async askToUnmute(participantId: string, source: 'microphone' | 'camera'): Promise<void> {
    await this.#request('askToUnmute', { participantId, source });
  }

  /** Lets no new person in, except hosts who bypass the waiting room (`room.locked`). Needs `canModerate`. */
  async lock(): Promise<void> {
    await this.#request('lock', {});
  }

  /** Lets new people in again. Needs `canModerate`. */
  async unlock(): Promise<void> {
    await this.#request('unlock', {});
  }

  /** Shows one person large to everybody (`room.spotlightId`); null ends it. Needs `canModerate`. */
  async setSpotlight(participantId: string | null): Promise<void> {
    await this.#request('setSpotlight', { participantId });
  }

  /**
   * Lowers a hand. Needs `canModerate`, except for one's own.
   * @param participantId default: this host
   */
  async lowerHand(participantId?: string): Promise<void> {
    await this.#request('lowerHand', { ...(participantId !== undefined && { participantId }) });
  }

  /**
   * A host's private text to a person who asked for help, who gets it as `hostMessage`.
   * @param text plain text, at most 1,000 characters
   */
  async answerHelp(participantId: string, text: string): Promise<void> {
    await this.#request('answerHelp', { participantId, ...(await this.#seal('help-answer', text, participantId)) });
  }

  /**
   * Closes a client's request for help (event `helpClosed`). Needs `canAdmit`, except for one's own.
   * @param participantId the client; default: this person
   */
  async closeHelp(participantId?: string): Promise<void> {
    await this.#request('closeHelp', { ...(participantId !== undefined && { participantId }) });
  }

  /**
   * Marks a departure as seen by this host (`room.departures`); it stays for other hosts. Needs `canAdmit`. Rejects
   * with `not-found` when it is already removed.
   */
  async markDepartureSeen(participantId: string): Promise<void> {
    await this.#request('markDepartureSeen', { participantId });
  }

  /**
   * Starts a conversation of the host and one client alone; the group sees both as away. The client is told first
   * (`room.meeting`). An open help request of the client is closed when it begins. Needs `canModerate`. Rejects with
   * `busy` and `limit-exceeded` as in openPreview.
   */
  async openSideRoom(participantId: string): Promise<void> {
    await this.#request('openSideRoom', { participantId });
  }

  /** Ends the side room, or cancels it before it has begun. */
  async closeSideRoom(): Promise<void> {
    await this.#request('closeSideRoom', {});
  }

  /** Starts a round in which everybody speaks in turn (`room.goRound`). Needs `canModerate`. */
  async startGoRound(options: GoRoundOptions = {}): Promise<void> {
    await this.#request('startGoRound', options);
  }

  /** Ends the current turn; after the last one the round is over. Needs `canModerate`. */
  async nextTurn(): Promise<void> {
    await this.#request('nextTurn', {});
  }

  /** Pauses the round; the remaining time of the turn is kept. Needs `canModerate`. */
  async pauseGoRound(): Promise<void> {
    await this.#request('pauseGoRound', {});
  }

  /** Continues a paused round. Needs `canModerate`. */
  async resumeGoRound(): Promise<void> {
    await this.#request('resumeGoRound', {});
  }

  /** Ends the round. Needs `canModerate`. */
  async stopGoRound(): Promise<void> {
    await this.#request('stopGoRound', {});
  }

  /**
   * Gives a turn to somebody, also to a person who missed theirs (`room.goRound.missed`). Needs `canModerate`. Rejects
   * with `too-late` when the person has the turn already or has no turn to take.
   * @param when `now` interrupts the current turn, `next` follows it, `end` is last, `never` declines a missed turn
   * @param participantId default: this host
   */
  async giveTurn(when: 'now' | 'next' | 'end' | 'never', participantId?: string): Promise<void> {
    await this.#request('giveTurn', { when, ...(participantId && { participantId }) });
  }

  /**
   * Takes back the last step of the go-round, while `room.turnUndo` is present; after that it rejects with `too-late`.
   * Needs `canModerate`.
   */
  async undoTurn(): Promise<void> {
    await this.#request('undoTurn', {});
  }

  /**
   * Asks all clients one question (`session.checkIn`). The answers go to hosts alone and are never stored; the check-in
   * ends with `endCheckIn`, when this host leaves, and when the server is restarted or the room moves to another one.
   * Needs `canModerate`. Rejects with `busy` while another one runs, and with `room-not-live` outside of a live session.
   * @param question its text (at most 200 characters), and either `scale` (whole numbers from 0 or 1 to at most 10, with
   *   words of at most 40 characters for its ends) or `choices` (2 to 8, of at most 60 characters)
   */
  async startCheckIn(question: CheckInQuestion): Promise<void> {
    await this.#checkIns.start(question);
  }

  /** Ends the check-in: its answers are gone. Needs `canModerate`. Rejects with `too-late` when it is over. */
  async endCheckIn(): Promise<void> {
    await this.#checkIns.end();
  }

  /**
   * Divides the group into breakout groups. Hosts and clients who are in no group stay together. With `size` the
   * clients who are in the main group now are divided at random and nobody is left alone; rejects with `not-found` when
   * there are none. Needs `canModerate`.
   */
  async startBreakout(options: BreakoutOptions): Promise<void> {
    const groups = 'groups' in options ? options.groups : this.#randomGroups(options.size, options.names ?? []);
    const { seconds } = options;
    await this.#request('startBreakout', { groups, ...(seconds !== undefined && { seconds }) });
  }

  /**
   * Moves a person to a breakout group. Needs `canModerate`.
   * @param groupId null for the main group
   * @param participantId default: this host, to visit the group
   */
  async moveToGroup(groupId: string | null, participantId?: string): Promise<void> {
    await this.#request('moveToGroup', { groupId, ...(participantId !== undefined && { participantId }) });
  }

  /**
   * Sends a text to everybody in a breakout group (event `hostMessage`). Needs `canModerate`.
   * @param text plain text, at most 1,000 characters
   */
  async messageGroups(text: string): Promise<void> {
    await this.#request('messageGroups', await this.#seal('groups', text));
  }

  /**
   * Ends the breakout groups. Needs `canModerate`.
   * @param options.countdownSeconds 0 to 300; default 30; 0: at once
   */
  async endBreakout(options: { countdownSeconds?: number } = {}): Promise<void> {
    await this.#request('endBreakout', options);
  }

  // ---------------------------------------------------------------- the end (canExtend, canEnd)

  /**
   * Postpones the end of the session by this many minutes; if no end was set, sets it to this many minutes from now.
   * Needs `canExtend`.
   * @param minutes 1 to 240
   */
  async extend(minutes: number): Promise<void> {
    await this.#request('extendRoom', { minutes });
  }

  /**
   * Takes back the last extension, while `room.extensionUndo` is present; after that it rejects with `too-late`. The
   * session then ends when it was to end before, but at least `noticeMinutes` from now. Needs `canExtend`.
   */
  async undoExtension(): Promise<void> {
    await this.#request('undoExtension', {});
  }

  /**
   * Ends the session for everybody, permanently. Needs `canEnd`.
   * @param options.message shown to the people inside, at most 1,000 characters
   */
  async endRoom(options: { message?: string } = {}): Promise<void> {
    await this.#request('endRoom', options);
  }

  #connectedWaiting(): WaitingParticipant[] {
    return this.#people
      .waiting()
      .filter(
        ({ connection, secondDevice, otherDevice }) => connection === 'connected' && !secondDevice && !otherDevice,
      );
  }

  #randomGroups(size: number, names: readonly string[]): { name: string; participantIds: string[] }[] {
    const clients = [...this.#people.inside().values()].filter(({ role, away }) => role === 'client' && !away);
    if (clients.length === 0) throw new HearthroomError('not-found', 'No clients are with the group');
    return splitIntoGroups(
      clients.map(({ id }) => id),
      size,
    ).map((participantIds, index) => ({ name: names[index] ?? String(index + 1), participantIds }));
  }
}
