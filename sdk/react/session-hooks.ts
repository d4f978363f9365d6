import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { noGrants } from '../protocol/no-grants.ts';
import type {
  ChatMessage,
  ConnectionQuality,
  Grants,
  Place,
  Role,
  RoomView,
  SessionCloseReason,
  SessionEvents,
  SessionState,
} from '../src/index.ts';
import { useLatest } from './latest.ts';
import { useProvided, useSession } from './session-context.ts';
import { nothingRemembered, type Remembered } from './session-memory.ts';
import { type Reading, useSnapshot } from './snapshot.ts';

/** Where the session is in its lifecycle. */
export interface SessionStateView {
  readonly state: SessionState;
  /** The code with which it ended; null before. */
  readonly closeReason: SessionCloseReason | null;
  /** A host's text about it: why the session is over, or why this person waits again. */
  readonly message: string | null;
}

/** This person. */
export interface SelfView {
  /** '' before the first connect and once closed, as is `name`. Then no grant is set. */
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** What this person may do now. */
  readonly grants: Grants;
  /** Whether this person may see who waits, and admit them. */
  readonly isHost: boolean;
  readonly place: Place;
  readonly connectionQuality: ConnectionQuality;
}

export function useRemembered(): Remembered {
  const { memory } = useProvided();
  return useSyncExternalStore(memory.subscribe, memory.get, () => nothingRemembered);
}

const lifecycle: Reading<Omit<SessionStateView, 'message'>> = {
  events: ['stateChanged'],
  initial: { state: 'idle', closeReason: null },
  read: ({ state, closeReason }) => ({ state, closeReason }),
};

/** The state of the session, the code of its end, and what a host wrote about it. */
export function useSessionState(): SessionStateView {
  const { state, closeReason } = useSnapshot(lifecycle);
  const { message } = useRemembered();
  return useMemo(() => ({ state, closeReason, message }), [state, closeReason, message]);
}

const room: Reading<RoomView | null> = {
  events: ['roomUpdated', 'stateChanged'],
  initial: null,
  read: (session) => session.room,
};

/** The room as this person may see it: title, agreement, raised hands, go-round … Null before the first connect and once closed. */
export function useRoom(): RoomView | null {
  return useSnapshot(room);
}

const self: Reading<SelfView> = {
  events: ['roomUpdated', 'placeChanged', 'stateChanged', 'connectionQualityChanged'],
  initial: {
    id: '',
    name: '',
    role: 'client',
    grants: noGrants,
    isHost: false,
    place: { kind: 'group' },
    connectionQuality: 'good',
  },
  read: ({ localParticipant: { id, name, role, grants, isHost, connectionQuality }, place }) => ({
    id,
    name,
    role,
    grants,
    isHost,
    place,
    connectionQuality,
  }),
};

/** This person: name, role, grants, place and connection. */
export function useSelf(): SelfView {
  return useSnapshot(self);
}

const chat: Reading<readonly ChatMessage[]> = {
  events: ['chatReceived', 'stateChanged'],
  initial: [],
  read: (session) => session.chat.messages,
};

/** The chat of this stay, in order; empty once the session is closed. Send with `useSession().chat.send`. */
export function useChatMessages(): readonly ChatMessage[] {
  return useSnapshot(chat);
}

/** Calls the listener of the last render with each event of that name while the component is mounted. */
export function useSessionEvent<Name extends keyof SessionEvents>(
  event: Name,
  listener: (...args: SessionEvents[Name]) => void,
): void {
  const session = useSession();
  const latest = useLatest(listener);
  useEffect(() => session.on(event, (...args) => latest.current(...args)), [session, event, latest]);
}
