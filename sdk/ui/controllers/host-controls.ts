import type { HostRequests, Session, WaitingReference } from '../../src/index.ts';
import type { Answer, Question } from '../elements/shared/dialogs/confirm-dialog.ts';
import { isolate, listText } from '../texts/isolated-texts.ts';
import { byCode, type Texts } from '../texts/texts.ts';
import { groupName } from '../views/group-name.ts';
import type {
  BreakoutPlan,
  CheckInPlan,
  GoRoundPlan,
  HelpView,
  HostActions,
  PersonView,
  Source,
  WaitingView,
} from '../views/view-types.ts';
import { codeOf } from './local-media.ts';
import {
  aboutPersonQuestion,
  aloneQuestion,
  answerQuestion,
  circleQuestion,
  consentQuestion,
  endQuestion,
  messageQuestion,
  unencryptedQuestion,
} from './questions.ts';

export interface HostControlsOptions {
  session: Pick<Session, 'host' | 'participants' | 'waitingParticipants'>;
  texts: () => Texts;
  ask: (question: Question) => Promise<Answer | null>;
  notify: (text: string, kind: 'calm' | 'important') => void;
  setSound: (on: boolean) => void;
  /** This person shares their screen: names are left out. */
  isMasked: () => boolean;
}

/** Carries out a host's actions: asks first where they cannot be undone, and shows why one was refused. */
export class HostControls implements HostActions {
  readonly drafts = new Map<string, string>();
  readonly #options: HostControlsOptions;
  readonly #session: Pick<Session, 'participants' | 'waitingParticipants'>;
  readonly #host: HostRequests;

  constructor(options: HostControlsOptions) {
    this.#options = options;
    this.#session = options.session;
    this.#host = options.session.host;
  }

  /** The server knows when encryption would end for everybody: then the host is asked, and admits again. */
  admit(entry: WaitingReference & { name: string }): void {
    const reference = waitingReferenceOf(entry);
    this.#run(async () => {
      try {
        await this.#host.admit(reference);
      } catch (error) {
        if (codeOf(error) !== 'e2ee-would-end') throw error;
        const question = { ...unencryptedQuestion(this.#texts, entry.name), about: entry.id };
        if (await this.#options.ask(question)) await this.#host.admit(reference, { unencrypted: true });
      }
    });
  }

  /** Admits the people whom the host sees now; a second or other device has a button of its own. */
  admitAll(): void {
    this.#run(async () => {
      const entries = this.#session.waitingParticipants.filter(
        ({ connection, secondDevice, otherDevice }) => connection === 'connected' && !secondDevice && !otherDevice,
      );
      const { skippedEntries } = await this.#host.admitAll(entries.map(waitingReferenceOf));
      const nameOf = (id: string): string =>
        this.#options.isMasked() ? this.#texts.mask.somebody : (entries.find((one) => one.id === id)?.name ?? '');
      const skipped = skippedEntries.map(({ code, participantId }) => ({
        name: nameOf(participantId),
        ...(code && { code }),
      }));
      if (skipped.length > 0) this.#options.notify(skippedText(this.#texts, skipped), 'important');
    });
  }

  deny(entry: WaitingView): void {
    this.#confirmed('deny', entry, (answer) => this.#host.deny(waitingReferenceOf(entry), optionsOf(answer)));
  }

  openPreview(entry: WaitingView): void {
    this.#run(() => this.#host.openPreview(waitingReferenceOf(entry)));
  }

  closePreview(): void {
    this.#run(() => this.#host.closePreview());
  }

  askConsent(entry: WaitingView): void {
    this.#asked(consentQuestion(this.#texts.dialogs, entry.name, entry.consent !== 'to-ask'), () =>
      this.#host.askConsent(waitingReferenceOf(entry)),
    );
  }

  mute(person: PersonView, source: Source | 'screen'): void {
    this.#run(() => this.#host.mute(person.id, source));
  }

  askToUnmute(person: PersonView, source: Source): void {
    this.#run(async () => {
      await this.#host.askToUnmute(person.id, source);
      this.#options.notify(this.#texts.host.asked(person.name), 'calm');
    });
  }

  putBack(person: PersonView): void {
    const act = ({ reason }: Answer) => this.#host.putInWaitingRoom(person.id, reason === '' ? {} : { reason });
    this.#confirmed('putBack', person, act);
  }

  remove(person: PersonView): void {
    this.#confirmed('remove', person, (answer) => this.#host.remove(person.id, optionsOf(answer)));
  }

  setSpotlight(personId: string | null): void {
    this.#run(() => this.#host.setSpotlight(personId));
  }

  lowerHand(personId: string): void {
    this.#run(() => this.#host.lowerHand(personId));
  }

  answerHelp({ id, name }: HelpView): void {
    this.#asked({ ...answerQuestion(this.#texts.dialogs, name), about: id }, async ({ reason }) => {
      if (reason !== '') await this.#host.answerHelp(id, reason);
    });
  }

  closeHelp({ id }: HelpView): void {
    this.#run(() => this.#host.closeHelp(id));
  }

  markDeparturesSeen(ids: readonly string[]): void {
    this.#run(async () => {
      await Promise.all(ids.map((id) => this.#host.markDepartureSeen(id)));
    });
  }

  openSideRoom(personId: string): void {
    this.#run(() => this.#host.openSideRoom(personId));
  }

  /** Repeats a request that the person declined or did not answer. */
  askMeetingAgain(kind: 'preview' | 'side-room', personId: string): void {
    this.#run(async () => {
      if (kind === 'side-room') await this.#host.openSideRoom(personId);
      else {
        const entry = this.#session.waitingParticipants.find(
          ({ id, secondDevice }) => id === personId && !secondDevice,
        );
        if (entry) await this.#host.openPreview(waitingReferenceOf(entry));
      }
    });
  }

  openCircle(): void {
    this.#asked(circleQuestion(this.#texts.dialogs), () => this.#host.openCircle());
  }

  cancelCircle(): void {
    this.#run(() => this.#host.cancelCircle());
  }

  startGoRound({ order, secondsPerPerson, muteOthers }: GoRoundPlan): void {
    const options = {
      muteOthers,
      ...(order !== null && { order: [...order] }),
      ...(secondsPerPerson !== null && { secondsPerPerson }),
    };
    this.#run(() => this.#host.startGoRound(options));
  }

  nextTurn(): void {
    this.#run(() => this.#host.nextTurn());
  }

  pauseGoRound(paused: boolean): void {
    this.#run(() => (paused ? this.#host.pauseGoRound() : this.#host.resumeGoRound()));
  }

  stopGoRound(): void {
    this.#run(() => this.#host.stopGoRound());
  }

  giveTurn(personId: string, when: 'now' | 'end'): void {
    this.#run(() => this.#host.giveTurn(when, personId));
  }

  undoTurn(): void {
    this.#run(() => this.#host.undoTurn());
  }

  startBreakout({ groups, seconds }: BreakoutPlan): void {
    const copies = groups.map(({ name, participantIds }) => ({ name, participantIds: [...participantIds] }));
    const start = () => this.#host.startBreakout({ groups: copies, ...(seconds === null ? {} : { seconds }) });
    const { participants } = this.#session;
    const alone = copies.flatMap(({ name, participantIds: [id = '', ...others] }) =>
      others.length === 0 ? [{ group: groupName(name, this.#texts), name: participants.get(id)?.name ?? '' }] : [],
    );
    if (alone.length === 0) this.#run(start);
    else this.#asked(aloneQuestion(this.#texts.dialogs, alone), start);
  }

  visitGroup(groupId: string | null): void {
    this.#run(() => this.#host.moveToGroup(groupId));
  }

  messageGroups(text: string): void {
    this.#run(async () => {
      await this.#host.messageGroups(text);
      this.#options.notify(this.#texts.host.messageSent, 'calm');
    });
  }

  endBreakout(): void {
    this.#run(() => this.#host.endBreakout());
  }

  startCheckIn(plan: CheckInPlan): void {
    this.#run(() => this.#host.startCheckIn(plan));
  }

  endCheckIn(): void {
    this.#run(() => this.#host.endCheckIn());
  }

  extendRoom(minutes: number): void {
    this.#run(() => this.#host.extend(minutes));
  }

  undoExtension(): void {
    this.#run(() => this.#host.undoExtension());
  }

  setLocked(locked: boolean): void {
    this.#run(() => (locked ? this.#host.lock() : this.#host.unlock()));
  }

  messageWaiting(text: string): void {
    this.#run(async () => {
      await this.#host.messageWaiting(text);
      this.#options.notify(this.#texts.host.messageSent, 'calm');
    });
  }

  messageOneWaiting({ id, name }: WaitingView): void {
    this.#asked({ ...messageQuestion(this.#texts.dialogs, name), about: id }, async ({ reason }) => {
      if (reason === '') return;
      await this.#host.messageWaiting(reason, id);
      this.#options.notify(this.#texts.host.messageSent, 'calm');
    });
  }

  setSound(on: boolean): void {
    this.#options.setSound(on);
  }

  endRoom(): void {
    this.#asked(endQuestion(this.#texts.dialogs), ({ reason }) =>
      this.#host.endRoom(reason === '' ? {} : { message: reason }),
    );
  }

  get #texts(): Texts {
    return this.#options.texts();
  }

  #confirmed(
    what: 'deny' | 'remove' | 'putBack',
    { id, name }: { id: string; name: string },
    act: (answer: Answer) => Promise<void>,
  ): void {
    this.#asked({ ...aboutPersonQuestion(this.#texts.dialogs, what, name), about: id }, act);
  }

  #asked(question: Question, act: (answer: Answer) => Promise<void>): void {
    this.#run(async () => {
      const answer = await this.#options.ask(question);
      if (answer) await act(answer);
    });
  }

  #run(act: () => Promise<void>): void {
    act().catch((error: unknown) =>
      this.#options.notify(byCode<string>(this.#texts.actionErrors, codeOf(error)), 'important'),
    );
  }
}

/** Only the members that identify a wait. */
export function waitingReferenceOf({ id, epoch }: WaitingReference): WaitingReference {
  return { id, epoch };
}

/** Explains why some of the people who were to be admitted together were not. */
export function skippedText(texts: Texts, entries: readonly { code?: string; name: string }[]): string {
  const { host, clauseSeparator } = texts;
  const { skippedBecause: because } = host;
  const namesOf = (code: string): string[] =>
    entries.filter((entry) => entry.code === code).map(({ name }) => isolate(name));
  const counted = (['agreement-required', 'consent-required'] as const).map((code) => [code, namesOf(code)] as const);
  // What a host does about these is about each person.
  const named = (['e2ee-would-end', 'e2ee-unsupported'] as const).map((code) => [code, namesOf(code)] as const);
  const rest = [...counted, ...named].reduce((left, [, names]) => left - names.length, entries.length);
  const reasons = [
    ...counted.map(([code, { length }]) => (length > 0 ? because[code](length) : '')),
    ...named.map(([code, names]) => (names.length > 0 ? because[code](listText(names, texts)) : '')),
    rest > 0 ? because.other(rest) : '',
  ];
  return host.skipped(reasons.filter((reason) => reason !== '').join(clauseSeparator));
}

function optionsOf({ reason, ban }: Answer): { ban?: boolean; reason?: string } {
  return { ...(ban ? { ban } : {}), ...(reason === '' ? {} : { reason }) };
}
