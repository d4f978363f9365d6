import { useMemo } from 'react';
import type { Session, WaitingParticipant } from '../src/index.ts';
import { useSession } from './session-context.ts';
import { useRemembered } from './session-hooks.ts';
import type { WaitingMessage } from './session-memory.ts';
import { type Reading, useSnapshot } from './snapshot.ts';

/** The waiting room as hosts see it, with the methods of Session of the same names. */
export interface WaitingRoomView {
  /** The people who wait, longest first; empty unless this person is a host, and once the session is closed. */
  readonly waiting: readonly WaitingParticipant[];
  readonly admit: Session['admit'];
  readonly admitAll: Session['admitAll'];
  readonly deny: Session['deny'];
}

const entries: Reading<readonly WaitingParticipant[]> = {
  events: ['waitingParticipantAdded', 'waitingParticipantUpdated', 'waitingParticipantRemoved', 'stateChanged'],
  initial: [],
  read: (session) => session.waitingParticipants,
};

/** For hosts: who waits, and what a host can do about it. */
export function useWaitingRoom(): WaitingRoomView {
  const session = useSession();
  const waiting = useSnapshot(entries);
  return useMemo(
    () => ({
      waiting,
      admit: (entry) => session.admit(entry),
      admitAll: (some) => session.admitAll(some),
      deny: (entry, options) => session.deny(entry, options),
    }),
    [session, waiting],
  );
}

/** For people who wait: the messages from hosts since this wait began. */
export function useWaitingMessages(): readonly WaitingMessage[] {
  return useRemembered().waitingMessages;
}
