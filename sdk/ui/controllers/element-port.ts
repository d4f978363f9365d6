import type { Answer, Question } from '../elements/shared/confirm-dialog.ts';
import type { Texts } from '../texts/texts.ts';

/** What the outermost element does for the controller. */
export interface ElementPort {
  readonly texts: Texts;
  /** The document that the element is in: another one than the script's in a pop-out window. */
  readonly document: Document;
  /** Something that is shown has changed. */
  changed(): void;
  ask(question: Question): Promise<Answer | null>;
  /** Closes a question that is open. */
  dismissQuestion(): void;
  /** Says something to a screen reader, politely. */
  announce(text: string): void;
  /** Takes what was said out of the page. */
  forgetAnnouncements(): void;
  /** Tells the embedding page. */
  emit(name: string, detail: Record<string, unknown>): void;
  /** Shows the agreement over the session. */
  openAgreement(): void;
}

export interface SessionControllerOptions {
  url: string;
  getToken: () => string | Promise<string>;
  useDevices: boolean;
  /** Address of the page that takes this one's place after a safe exit. */
  exitUrl: () => string;
}
