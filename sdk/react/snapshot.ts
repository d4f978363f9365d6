/** Reads a Session, which changes in place, as immutable values for React. */
import { useMemo, useSyncExternalStore } from 'react';
import type { Session, SessionEvents } from '../src/index.ts';
import { useSession } from './session-context.ts';

/** What a hook reads from a session. Define it outside the component, or its key tells when it is another one. */
export interface Reading<T> {
  /** The events after which the value may be another one. */
  events: readonly (keyof SessionEvents)[];
  /** The value on a server and during hydration, where no session is connected. */
  initial: T;
  read: (session: Session) => T;
}

/**
 * @param key identifies the reading; with another key the given reading replaces the one before
 * @returns the value; the same object as long as it is equal
 */
export function useSnapshot<T>(reading: Reading<T>, key = ''): T {
  const session = useSession();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` stands for the reading, which callers create in each render.
  const store = useMemo(() => createStore(session, reading), [session, key]);
  return useSyncExternalStore(store.subscribe, store.get, store.getInitial);
}

function createStore<T>(session: Session, { events, initial, read }: Reading<T>) {
  let last = initial;
  return {
    subscribe: (notify: () => void): (() => void) => {
      const removals = events.map((event) => session.on(event, notify));
      return () => {
        for (const remove of removals) remove();
      };
    },
    get: (): T => {
      last = share(last, read(session));
      return last;
    },
    getInitial: (): T => initial,
  };
}

/**
 * Compares data: arrays and plain objects by their content, everything else by identity.
 *
 * @returns `next`, in which everything that equals its counterpart in `last` is that counterpart
 */
export function share<T>(last: T, next: T): T;
export function share(last: unknown, next: unknown): unknown {
  if (Array.isArray(last) && Array.isArray(next)) {
    const parts = next.map((part, index) => share(last[index], part));
    return last.length === parts.length && parts.every((part, index) => part === last[index]) ? last : parts;
  }
  if (!isPlain(last) || !isPlain(next)) return Object.is(last, next) ? last : next;
  const before: Record<string, unknown> = { ...last };
  const parts = Object.entries(next).map(([name, part]) => [name, share(before[name], part)] as const);
  const isSame = parts.length === Object.keys(before).length;
  return isSame && parts.every(([name, part]) => name in before && before[name] === part)
    ? last
    : Object.fromEntries(parts);
}

const isPlain = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
