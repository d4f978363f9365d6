import type { Session } from '../../src/index.ts';
import { closePopOut } from '../effects/pop-out.ts';
import type { SmallWindow } from '../effects/small-window.ts';
import { readersQuestion } from '../elements/call/chat/chat-audience.ts';
import type { Answer, Question } from '../elements/shared/dialogs/confirm-dialog.ts';
import { byCode, type Texts } from '../texts/texts.ts';
import type {
  CallActions,
  CallView,
  ChatDraft,
  ChatRecipient,
  Panel,
  ReactionKind,
  Source,
} from '../views/view-types.ts';
import { codeOf, type LocalMedia } from './local-media.ts';
import { helpQuestion, withdrawQuestion } from './questions.ts';
import type { TransientState } from './transient-state.ts';

export interface OwnControlsOptions {
  session: Session;
  media: LocalMedia;
  transient: TransientState;
  smallWindow: SmallWindow;
  texts: () => Texts;
  ask: (question: Question) => Promise<Answer | null>;
  notify: (text: string, kind: 'calm' | 'important') => void;
  changed: () => void;
  setHiddenShown: (shown: boolean) => void;
  leave: () => void;
  openEncryption: () => void;
  watchNumbers: (isWatched: boolean) => void;
  /** URL of the page that replaces this one after a safe exit. */
  exitUrl: () => string;
  /** The document that shows the session now. */
  document: () => Document;
}

/** Carries out the actions that everybody has for themselves, and stores what they chose to see. */
export class OwnControls implements CallActions {
  readonly #options: OwnControlsOptions;
  readonly #session: Session;
  selfViewHidden = false;
  panel: Panel | null = null;
  layout: CallView['layout'] = 'gallery';
  pinnedId: string | null = null;
  /** Code of the error of the last message that was not sent; null: it was sent. */
  chatError: string | null = null;
  readonly drafts = new Map<string, string>();
  readonly chatDraft: ChatDraft = { text: '', chosen: null };
  /** Identifies the absence of a therapist that was marked as seen. */
  seenAbsence: string | null = null;
  /** Identifies the extension whose notice was dismissed by the time until which it can be taken back. */
  dismissedExtension: number | null = null;
  /** How this person wants to see the check-in; null: as it comes. */
  shownCheckIn: { id: string; state: 'open' | 'line' | 'hidden' } | null = null;
  /** The notice about echo was dismissed: it is not shown again in this session. */
  isEchoDismissed = false;

  constructor(options: OwnControlsOptions) {
    this.#options = options;
    this.#session = options.session;
  }

  setEnabled(source: Source, enabled: boolean): void {
    this.#options.media.setEnabled(source, enabled);
  }

  choose(kind: Source | 'speaker', deviceId: string): void {
    this.#options.media.choose(kind, deviceId);
  }

  setBlurred(blurred: boolean): void {
    this.#options.media.setBlurred(blurred);
  }

  setMusic(isOn: boolean): void {
    this.#options.media.setMusic(isOn);
  }

  showWithoutBlur(): void {
    this.#options.media.showWithoutBlur();
  }

  setScreen(enabled: boolean): void {
    this.#session.localParticipant.setScreenShareEnabled(enabled).then(
      () => this.#options.changed(),
      (error: unknown) => {
        const code = codeOf(error);
        // Closing the browser's list of screens is reported as permission denied; it is not an error.
        if (code === 'permission-denied' || code === 'superseded') return;
        const { deviceErrors, devices, actionErrors } = this.#texts;
        const isBlocked = code === 'device-blocked-by-page';
        this.#options.notify(isBlocked ? deviceErrors[code](devices.screen) : actionErrors.other, 'important');
      },
    );
  }

  setHiddenShown(shown: boolean): void {
    this.#options.setHiddenShown(shown);
  }

  setSmallWindow(open: boolean): void {
    const { smallWindow } = this.#options;
    if (open) this.#run(() => smallWindow.open());
    else smallWindow.close();
  }

  leaveSmallWindow(): void {
    this.#options.smallWindow.bringBack();
  }

  setSelfViewHidden(hidden: boolean): void {
    this.selfViewHidden = hidden;
    this.#options.changed();
  }

  setAudioOnly(audioOnly: boolean): void {
    this.#run(async () => {
      await this.#session.setVideoReception(audioOnly ? 'off' : 'on');
      this.#options.changed();
    });
  }

  setLayout(layout: CallView['layout']): void {
    this.layout = layout;
    this.#options.changed();
  }

  pin(personId: string | null): void {
    this.pinnedId = personId;
    this.#options.changed();
  }

  setPanel(panel: Panel | null): void {
    this.panel = panel;
    if (panel === 'chat') this.#options.transient.unread = 0;
    this.#options.changed();
  }

  markAbsenceSeen(absence: string): void {
    this.seenAbsence = absence;
    this.#options.changed();
  }

  dismissExtension(untilMs: number): void {
    this.dismissedExtension = untilMs;
    this.#options.changed();
  }

  dismissEcho(): void {
    this.isEchoDismissed = true;
    this.#options.changed();
  }

  async sendChat({ to, id }: ChatRecipient, text: string): Promise<boolean> {
    try {
      await this.#session.chat.send(text, { to: to === 'participant' ? id : to });
      this.chatError = null;
    } catch (error) {
      this.chatError = codeOf(error);
    }
    this.#options.changed();
    return this.chatError === null;
  }

  async confirmReaders(before: ChatRecipient, after: ChatRecipient): Promise<boolean> {
    const isApart = this.#session.place.kind !== 'group' || (this.#session.room?.breakout ?? null) !== null;
    return (await this.#options.ask(readersQuestion(this.#texts, before, after, isApart))) !== null;
  }

  setHandRaised(raised: boolean): void {
    this.#run(() => (raised ? this.#session.raiseHand() : this.#session.lowerHand()));
  }

  react(kind: ReactionKind): void {
    this.#run(() => this.#session.react(kind));
  }

  requestHelp(): void {
    this.#run(async () => {
      if (this.#session.room?.help?.length) {
        await this.#session.closeHelp();
        return;
      }
      const answer = await this.#options.ask(helpQuestion(this.#texts.dialogs));
      if (answer) await this.#session.requestHelp(answer.reason === '' ? undefined : answer.reason);
    });
  }

  showCheckIn(id: string, state: 'open' | 'line' | 'hidden'): void {
    this.shownCheckIn = { id, state };
    this.#options.changed();
  }

  answerCheckIn(id: string, value: number | null): void {
    this.#run(async () => {
      // Another one may have begun meanwhile: its question is another.
      if (this.#session.checkIn?.id === id) await this.#session.answerCheckIn(value);
      this.showCheckIn(id, 'line');
    });
  }

  sendTalkLine(text: string): void {
    this.#run(async () => {
      await this.#session.sendPreviewText(text);
      this.#options.transient.addTalkLine(text, true);
    });
  }

  rename(name: string): void {
    this.#run(() => this.#session.rename(name));
  }

  answerConsent(personId: string, consent: boolean): void {
    this.#run(async () => {
      await this.#session.answerConsent(personId, consent);
      if (!consent) this.#options.notify(this.#texts.notices.consentDeclined, 'calm');
    });
  }

  answerMeeting(hostId: string, accept: boolean): void {
    this.#run(() => this.#session.answerMeeting(hostId, accept));
  }

  withdrawAgreement(): void {
    this.#run(async () => {
      if (await this.#options.ask(withdrawQuestion(this.#texts.dialogs))) await this.#session.withdrawAgreement();
    });
  }

  acceptAgreement(): void {
    this.#run(() => this.#session.acceptAgreement());
  }

  passTurn(): void {
    this.#run(() => this.#session.nextTurn());
  }

  /** Answers for a turn that this person missed while they were not connected. */
  answerMissedTurn(when: 'next' | 'end' | 'never'): void {
    this.#run(() => this.#session.giveTurn(when));
  }

  closeSideRoom(): void {
    this.#run(() => this.#session.closeSideRoom());
  }

  openEncryption(): void {
    this.#options.openEncryption();
  }

  watchNumbers(isWatched: boolean): void {
    this.#options.watchNumbers(isWatched);
  }

  leave(): void {
    this.#options.leave();
  }

  safeExit(): void {
    const shown = this.#options.document();
    this.#session.safeExit({ url: this.#options.exitUrl() });
    closePopOut(shown);
    this.#options.smallWindow.close();
  }

  get #texts(): Texts {
    return this.#options.texts();
  }

  #run(act: () => Promise<void>): void {
    act().catch((error: unknown) =>
      this.#options.notify(byCode<string>(this.#texts.actionErrors, codeOf(error)), 'important'),
    );
  }
}
