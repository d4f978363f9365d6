import type { Answer, Question } from '../elements/shared/dialogs/confirm-dialog.ts';
import type { Texts } from '../texts/texts.ts';

/** What the controller needs from the outermost element. */
export interface ElementPort {
  readonly texts: Texts;
  /** The document that the element is in; in a pop-out window another one than the script's. */
  readonly document: Document;
  /** A dialog is open: changes of the page are not announced. */
  readonly isBehindDialog: boolean;
  /** Called when something that is shown has changed. */
  changed(): void;
  ask(question: Question): Promise<Answer | null>;
  /**
   * Closes the open question.
   * @param options.keepsMessage for the next time that it is asked
   * @returns whether a message was begun that is kept
   */
  dismissQuestion(options: { keepsMessage: boolean }): boolean;
  /** Announces a text to screen readers, politely. */
  announce(text: string): void;
  /** Removes the announcements from the page. */
  forgetAnnouncements(): void;
  /** Dispatches an event to the embedding page. */
  emit(name: string, detail: Record<string, unknown>): void;
  /** Opens the agreement in a dialog over the session. */
  openAgreement(): void;
  /** Opens the dialog about encryption over the session. */
  openEncryption(): void;
}

export interface SessionControllerOptions {
  url: string;
  getToken: () => string | Promise<string>;
  useDevices: boolean;
  encryption: 'auto' | 'required' | 'off';
  /** URL of the page that replaces this one after a safe exit. */
  exitUrl: () => string;
}
