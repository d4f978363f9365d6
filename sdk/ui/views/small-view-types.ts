import type { DeviceView, PersonView } from './view-types.ts';

/** What the small window shows: a part of the view of the session, so that what is hidden there is hidden here too. */
export interface SmallView {
  /** Null: nobody can be seen. */
  person: PersonView | null;
  /** Why nobody else can be seen; null: somebody can. */
  alone: string | null;
  pictureOff: boolean;
  microphone: DeviceView;
  /** What cannot wait until the session is looked at again, in one sentence; '': nothing. */
  note: string;
  /** The session has to be looked at for it. */
  asks: boolean;
  /** “Leave quickly” is there. */
  canExit: boolean;
}
