import type { Session } from '../src/index.ts';
import type { Answer, Question } from './elements/confirm-dialog.ts';
import { codeOf } from './local-media.ts';
import { aboutPersonQuestion, endQuestion } from './questions.ts';
import { byCode, type Texts } from './texts.ts';
import type { HostActions, PersonView, Source, WaitingView } from './view.ts';

export interface HostControlsOptions {
  session: Session;
  texts: () => Texts;
  ask: (question: Question) => Promise<Answer | null>;
  notify: (text: string, kind: 'calm' | 'important') => void;
  setSound: (on: boolean) => void;
}

/** Carries out what a host presses: asks first where it can't be undone, says in words what was refused. */
export class HostControls implements HostActions {
  readonly #options: HostControlsOptions;
  readonly #session: Session;

  constructor(options: HostControlsOptions) {
    this.#options = options;
    this.#session = options.session;
  }

  admit(entry: WaitingView): void {
    this.#run(() => this.#session.admit(refOf(entry)));
  }

  /** Lets in those whom the host sees now; a second device only by its own button. */
  admitAll(): void {
    this.#run(async () => {
      const entries = this.#session.waitingParticipants.filter(
        (entry) => entry.connection === 'connected' && !entry.secondDevice,
      );
      const { skipped } = await this.#session.admitAll(entries.map(refOf));
      if (skipped.length > 0) this.#options.notify(this.#texts.host.skipped(skipped.length), 'important');
    });
  }

  deny(entry: WaitingView): void {
    this.#confirmed('deny', entry.name, (answer) => this.#session.deny(refOf(entry), optionsOf(answer)));
  }

  mute(person: PersonView, source: Source | 'screen'): void {
    this.#run(() => this.#session.mute(person.id, source));
  }

  askToUnmute(person: PersonView, source: Source): void {
    this.#run(async () => {
      await this.#session.askToUnmute(person.id, source);
      this.#options.notify(this.#texts.host.asked(person.name), 'calm');
    });
  }

  putBack(person: PersonView): void {
    const act = ({ reason }: Answer) => this.#session.putInWaitingRoom(person.id, reason === '' ? {} : { reason });
    this.#confirmed('putBack', person.name, act);
  }

  remove(person: PersonView): void {
    this.#confirmed('remove', person.name, (answer) => this.#session.remove(person.id, optionsOf(answer)));
  }

  setLocked(locked: boolean): void {
    this.#run(() => (locked ? this.#session.lock() : this.#session.unlock()));
  }

  messageWaiting(text: string): void {
    this.#run(async () => {
      await this.#session.messageWaiting(text);
      this.#options.notify(this.#texts.host.messageSent, 'calm');
    });
  }

  setSound(on: boolean): void {
    this.#options.setSound(on);
  }

  endRoom(): void {
    this.#run(async () => {
      if (await this.#options.ask(endQuestion(this.#texts.dialogs))) await this.#session.endRoom();
    });
  }

  get #texts(): Texts {
    return this.#options.texts();
  }

  #confirmed(about: 'deny' | 'remove' | 'putBack', name: string, act: (answer: Answer) => Promise<void>): void {
    this.#run(async () => {
      const answer = await this.#options.ask(aboutPersonQuestion(this.#texts.dialogs, about, name));
      if (answer) await act(answer);
    });
  }

  #run(act: () => Promise<void>): void {
    act().catch((error: unknown) =>
      this.#options.notify(byCode<string>(this.#texts.actionErrors, codeOf(error)), 'important'),
    );
  }
}

function refOf({ id, epoch }: { id: string; epoch: number }): { id: string; epoch: number } {
  return { id, epoch };
}

function optionsOf({ reason, ban }: Answer): { ban?: boolean; reason?: string } {
  return { ...(ban ? { ban } : {}), ...(reason === '' ? {} : { reason }) };
}
