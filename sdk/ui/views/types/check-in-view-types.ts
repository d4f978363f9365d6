/** A check-in, as plain data. */
import type { NameView } from './person-view-types.ts';

/** A possible answer: its value, and how it is shown. */
export interface CheckInOption {
  value: number;
  label: string;
}

export interface CheckInQuestionView {
  text: string;
  options: readonly CheckInOption[];
  /** The words at the ends of a scale; null: choices. */
  ends: { min: string; max: string } | null;
}

/** What a client sees. */
export interface CheckInCardView {
  id: string;
  question: CheckInQuestionView;
  /** Null: none, or it can't be read here. */
  answer: number | null;
  isAnswered: boolean;
  /** `line`: a short line that leads back to the question. `sharing`: others may see this screen. */
  state: 'open' | 'line' | 'sharing';
}

/** What hosts see. */
export interface CheckInHostView {
  /** Null: this device can't decrypt it. */
  question: CheckInQuestionView | null;
  /** The clients inside. `answer` null: none; `unreadable`: there is one. */
  people: readonly (NameView & { answer: number | null; unreadable: boolean })[];
}

export interface CheckInPlan {
  text: string;
  scale?: { min: number; max: number; minLabel?: string; maxLabel?: string };
  choices?: string[];
}
