import type { AgreementView, Method, Params, Result } from '../protocol/messages/messages.ts';
import type { Reaction, TrackSource } from '../protocol/schemas/room-schemas.ts';
import { Emitter } from './core/emitter.ts';
import { HearthroomError } from './core/hearthroom-error.ts';
import type { RemoteParticipant } from './people/participant.ts';
import type {
  BreakoutOptions,
  GoRoundOptions,
  SessionEvents,
  WaitingParticipant,
  WaitingReference,
} from './session-types.ts';
import { splitIntoGroups } from './split-into-groups.ts';

/**
 * What a person asks of the room, one request each and withMediaErrorCode as in PROTOCOL.md. What comes of it is told to everybody whom
 * it concerns, oneself included, by `roomUpdated` and the other events. Every promise rejects with a HearthroomError:
 * `not-allowed` without the grant that a method names, `not-connected` while there is no connection.
 */
export abstract class RoomRequests extends Emitter<SessionEvents> {
  abstract get participants(): ReadonlyMap<string, RemoteParticipant>;
  abstract get waitingParticipants(): readonly WaitingParticipant[];
  abstract get agreement(): AgreementView | null;

  protected abstract request<M extends Method>(method: M, params: Params<M>): Promise<Result<M>>;

  // ---------------------------------------------------------------- the waiting room (canAdmit)

  /**
   * Lets in the one who was seen; `stale-entry` when they dropped or came anew since, `agreement-required` and
   * `consent-required` when something is still to be agreed to.
   */
  async admit({ id, epoch }: WaitingReference): Promise<void> {
    await this.request('admit', { participantId: id, epoch });
  }

  /** @param entries those whom the host saw; without them those who wait now and are connected */
  admitAll(entries: readonly WaitingReference[] = this.#connectedWaiting()): Promise<Result<'admitAll'>> {
    return this.request('admitAll', { entries: entries.map(({ id, epoch }) => ({ participantId: id, epoch })) });
  }

  /** Sends a waiting person away. @param options.reason is shown to them; `ban` refuses them in this room from now on */
  async deny({ id, epoch }: WaitingReference, options: { ban?: boolean; reason?: string } = {}): Promise<void> {
    await this.request('deny', { participantId: id, epoch, ...options });
  }

  async putInWaitingRoom(participantId: string, options: { reason?: string } = {}): Promise<void> {
    await this.request('putInWaitingRoom', { participantId, ...options });
  }

  /** To one who waits, or without an id to all who wait now. */
  async messageWaiting(text: string, participantId?: string): Promise<void> {
    await this.request('messageWaiting', { text, ...(participantId !== undefined && { participantId }) });
  }

  /**
   * Begins an identity check: the host and that one person see, hear and write to each other alone; to the group the host
   * is away. `busy` while either is in a conversation of their own. Both are told by `previewOpened`.
   */
  async openPreview({ id, epoch }: WaitingReference): Promise<void> {
    await this.request('openPreview', { participantId: id, epoch });
  }

  async closePreview(): Promise<void> {
    await this.request('closePreview', {});
  }

  /**
   * Answers a host who would like to speak with this person alone (`room.meeting`): true begins it at once, false is told to the
   * host as "not now". No grant is needed.
   */
  async answerMeeting(participantId: string, accept: boolean): Promise<void> {
    await this.request('answerMeeting', { participantId, accept });
  }

  /** To the other one in the preview, from either side; no grant is needed. */
  async sendPreviewText(text: string): Promise<void> {
    await this.request('sendPreviewText', { text });
  }

  /** With `reveal: 'together'`: from now on all see and hear all. */
  async openCircle(): Promise<void> {
    await this.request('openCircle', {});
  }

  /** Takes back what `openCircle` announced, while `room.circleOpening.mayCancel`. `too-late` once it is open. */
  async cancelCircle(): Promise<void> {
    await this.request('cancelCircle', {});
  }

  /**
   * Asks every client inside whether this observer may come in; the answers are in `room.consents`. Asked again, those who refused are
   * asked once more; `limit-exceeded` when they were asked often enough.
   */
  async askConsent({ id, epoch }: WaitingReference): Promise<void> {
    await this.request('askConsent', { participantId: id, epoch });
  }

  // ---------------------------------------------------------------- moderating (canModerate)

  async remove(participantId: string, options: { ban?: boolean; reason?: string } = {}): Promise<void> {
    await this.request('remove', { participantId, ...options });
  }

  /** Nobody is unmuted but by themselves: see askToUnmute. */
  async mute(participantId: string, source: TrackSource): Promise<void> {
    await this.request('mute', { participantId, source });
  }

  async askToUnmute(participantId: string, source: 'microphone' | 'camera'): Promise<void> {
    await this.request('askToUnmute', { participantId, source });
  }

  async lock(): Promise<void> {
    await this.request('lock', {});
  }

  async unlock(): Promise<void> {
    await this.request('unlock', {});
  }

  /** Shown large to everybody; null for nobody. */
  async setSpotlight(participantId: string | null): Promise<void> {
    await this.request('setSpotlight', { participantId });
  }

  /** The host and this client alone; to the group both are away. Closes the client's help request. `busy` as in openPreview. */
  async openSideRoom(participantId: string): Promise<void> {
    await this.request('openSideRoom', { participantId });
  }

  /** Either of the two: both are back with the group. */
  async closeSideRoom(): Promise<void> {
    await this.request('closeSideRoom', {});
  }

  async startGoRound(options: GoRoundOptions = {}): Promise<void> {
    await this.request('startGoRound', options);
  }

  /** A host moves on, or the holder of the turn passes. After the last one the round is over. */
  async nextTurn(): Promise<void> {
    await this.request('nextTurn', {});
  }

  async pauseGoRound(): Promise<void> {
    await this.request('pauseGoRound', {});
  }

  async resumeGoRound(): Promise<void> {
    await this.request('resumeGoRound', {});
  }

  async stopGoRound(): Promise<void> {
    await this.request('stopGoRound', {});
  }

  /**
   * Who missed their turn (`room.goRound.missed`) says when they want it; a host gives one to anybody.
   * @param when `now` interrupts, and is for hosts. @param participantId without it oneself
   */
  async giveTurn(when: 'now' | 'next' | 'end' | 'never', participantId?: string): Promise<void> {
    await this.request('giveTurn', { when, ...(participantId && { participantId }) });
  }

  /** Takes back the last step of the go-round while `room.turnUndo` is there. */
  async undoTurn(): Promise<void> {
    await this.request('undoTurn', {});
  }

  /**
   * Splits the group; hosts and clients who are in no group stay together. With `size` the clients who are with the group
   * now are put together at random and nobody is left alone; `not-found` when there are none.
   */
  async startBreakout(options: BreakoutOptions): Promise<void> {
    const groups = 'groups' in options ? options.groups : this.#randomGroups(options.size, options.names ?? []);
    const { seconds } = options;
    await this.request('startBreakout', { groups, ...(seconds !== undefined && { seconds }) });
  }

  /** @param groupId null for the main group. @param participantId without it oneself, to visit */
  async moveToGroup(groupId: string | null, participantId?: string): Promise<void> {
    await this.request('moveToGroup', { groupId, ...(participantId !== undefined && { participantId }) });
  }

  /** To everybody in a breakout group. */
  async messageGroups(text: string): Promise<void> {
    await this.request('messageGroups', { text });
  }

  /** Calls everybody back. @param options.countdownSeconds 30 without it; 0 is at once */
  async endBreakout(options: { countdownSeconds?: number } = {}): Promise<void> {
    await this.request('endBreakout', options);
  }

  // ---------------------------------------------------------------- the end (canExtend, canEnd)

  /** Puts the end off; where none was set it is so many minutes from now. */
  async extend(minutes: number): Promise<void> {
    await this.request('extendRoom', { minutes });
  }

  /** Takes the last extension back while `room.extensionUndo` is there. The end is the one before, at least `noticeMinutes` from now. */
  async undoExtension(): Promise<void> {
    await this.request('undoExtension', {});
  }

  /** Ends the session for everybody, for good. @param options.message is shown to those inside */
  async endRoom(options: { message?: string } = {}): Promise<void> {
    await this.request('endRoom', options);
  }

  // ---------------------------------------------------------------- everybody

  /** Accepts the agreement as it is shown in `agreement`; `not-found` when the room has none. */
  async acceptAgreement(): Promise<void> {
    const { agreement } = this;
    if (!agreement) throw new HearthroomError('not-found', 'The room has no agreement');
    await this.request('acceptAgreement', { version: agreement.version });
  }

  /** Takes it back, which leads back to the waiting room. */
  async withdrawAgreement(): Promise<void> {
    await this.request('withdrawAgreement', {});
  }

  /** A client's answer about an observer (`room.consents`); a no may follow a yes at any time. */
  async answerConsent(participantId: string, consent: boolean): Promise<void> {
    await this.request('answerConsent', { participantId, consent });
  }

  /** A client's signal that hosts alone see. @param note at most 1,000 characters */
  async requestHelp(note?: string): Promise<void> {
    await this.request('requestHelp', { ...(note !== undefined && { note }) });
  }

  /** Takes one's own request back; a host closes somebody's. */
  async closeHelp(participantId?: string): Promise<void> {
    await this.request('closeHelp', { ...(participantId !== undefined && { participantId }) });
  }

  /** A host's private words to somebody who asked for help, who gets them as `hostMessage`. */
  async answerHelp(participantId: string, text: string): Promise<void> {
    await this.request('answerHelp', { participantId, text });
  }

  /** A host has taken note that somebody left (`room.departures`). */
  async markDepartureSeen(participantId: string): Promise<void> {
    await this.request('markDepartureSeen', { participantId });
  }

  async raiseHand(): Promise<void> {
    await this.request('raiseHand', {});
  }

  /** One's own; a host with canModerate somebody's. */
  async lowerHand(participantId?: string): Promise<void> {
    await this.request('lowerHand', { ...(participantId !== undefined && { participantId }) });
  }

  /** Shown in passing to those in the same place. */
  async react(reaction: Reaction): Promise<void> {
    await this.request('react', { reaction });
  }

  /** Needs canRename. */
  async rename(name: string): Promise<void> {
    await this.request('rename', { name });
  }

  #connectedWaiting(): WaitingParticipant[] {
    return this.waitingParticipants.filter(
      ({ connection, secondDevice, otherDevice }) => connection === 'connected' && !secondDevice && !otherDevice,
    );
  }

  #randomGroups(size: number, names: readonly string[]): { name: string; participantIds: string[] }[] {
    const clients = [...this.participants.values()].filter(({ role, away }) => role === 'client' && !away);
    if (clients.length === 0) throw new HearthroomError('not-found', 'No clients are with the group');
    return splitIntoGroups(
      clients.map(({ id }) => id),
      size,
    ).map((participantIds, index) => ({ name: names[index] ?? String(index + 1), participantIds }));
  }
}
