/** The connections of one room, and what each of them was told: news are sent as differences to that. */
import type { CloseReason, Notification, Snapshot } from '@hearthroom/sdk/protocol';
import { type ConnectionId, diffViews, type Effect, type RoomState, viewOf } from './machine/index.ts';
import type { RoomConnection } from './ports.ts';

interface Listener {
  connection: RoomConnection;
  known: Snapshot | null;
}

export class Audience {
  readonly #listeners = new Map<ConnectionId, Listener>();

  /** A connection that is about to be told `known` whole. */
  add(connection: RoomConnection): void {
    this.#listeners.set(connection.id, { connection, known: null });
  }

  delete(connectionId: ConnectionId): void {
    this.#listeners.delete(connectionId);
  }

  has(connectionId: ConnectionId): boolean {
    return this.#listeners.has(connectionId);
  }

  /** What this connection may know now, which it is being told whole. */
  snapshot(state: RoomState, connectionId: ConnectionId): Snapshot | null {
    const view = viewOf(state, connectionId);
    const listener = this.#listeners.get(connectionId);
    if (listener) listener.known = view;
    return view;
  }

  /** Tells everybody what has changed for them, then carries out what is told once. */
  follow(state: RoomState, effects: Effect[]): void {
    for (const [connectionId, listener] of this.#listeners) {
      const view = viewOf(state, connectionId);
      for (const notification of diffViews(listener.known, view)) {
        listener.connection.notify(withReason(notification, effects, connectionId));
      }
      listener.known = view;
    }
    for (const effect of effects) {
      if (effect.type === 'deliver') this.notify(effect.connectionId, effect.notification);
      else if (effect.type === 'close') this.close(effect.connectionId, effect.reason, effect.text);
    }
  }

  notify(connectionId: ConnectionId | null | undefined, notification: Notification): void {
    if (connectionId) this.#listeners.get(connectionId)?.connection.notify(notification);
  }

  close(connectionId: ConnectionId, reason: CloseReason, text?: string): void {
    const listener = this.#listeners.get(connectionId);
    this.#listeners.delete(connectionId);
    listener?.connection.close(reason, text);
  }

  closeAll(reason: CloseReason): void {
    for (const connectionId of [...this.#listeners.keys()]) this.close(connectionId, reason);
  }
}

/** A host's words to somebody put back travel with the snapshot that puts them back. */
function withReason(notification: Notification, effects: Effect[], connectionId: ConnectionId): Notification {
  if (notification.method !== 'snapshotReplaced') return notification;
  const words = effects.find((effect) => effect.type === 'explain' && effect.connectionId === connectionId);
  if (words?.type !== 'explain') return notification;
  return { method: 'snapshotReplaced', params: { ...notification.params, reason: words.text } };
}
