/** The connections of one room, and what each of them was told: news are sent as differences to that. */
import type { CloseReason, Notification, Snapshot } from '@hearthroom/sdk/protocol';
import { type ConnectionId, diffViews, type Effect, type RoomState, viewOf } from '../machine/index.ts';
import type { RoomConnection } from '../ports.ts';
import { SharedNotifications } from './shared-notifications.ts';

interface Listener {
  connection: RoomConnection;
  known: Snapshot | null;
}

/** Something told once went out under this number; 0: it did not. */
type Delivered = (connectionId: ConnectionId, notification: Notification, seq: number) => void;

export class ConnectionFanout {
  readonly #listeners = new Map<ConnectionId, Listener>();
  readonly #delivered: Delivered;

  constructor(delivered: Delivered) {
    this.#delivered = delivered;
  }

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

  /**
   * Tells everybody what has changed for them, then carries out what is told once.
   * @param requester whose request it was: should that close its own connection, it is answered before
   */
  follow(state: RoomState, effects: Effect[], requester: ConnectionId | null): void {
    const shared = new SharedNotifications();
    for (const [connectionId, listener] of this.#listeners) {
      const view = viewOf(state, connectionId);
      for (const notification of diffViews(listener.known, view)) {
        listener.connection.notify(shared.share(withReason(notification, effects, connectionId)));
      }
      listener.known = view;
    }
    for (const effect of effects) {
      if (effect.type === 'deliver') this.#deliver(effect.connectionId, effect.notification);
      else if (effect.type === 'close') {
        const { connectionId, reason, text } = effect;
        this.close(connectionId, reason, { text, afterAnswer: connectionId === requester });
      }
    }
  }

  tellAll(notification: Notification): void {
    for (const { connection } of this.#listeners.values()) connection.notify(notification);
  }

  notify(connectionId: ConnectionId | null | undefined, notification: Notification): void {
    if (connectionId) this.#listeners.get(connectionId)?.connection.notify(notification);
  }

  #deliver(connectionId: ConnectionId, notification: Notification): void {
    const seq = this.#listeners.get(connectionId)?.connection.notify(notification) ?? 0;
    this.#delivered(connectionId, notification, seq);
  }

  close(connectionId: ConnectionId, reason: CloseReason, options?: Parameters<RoomConnection['close']>[1]): void {
    const listener = this.#listeners.get(connectionId);
    this.#listeners.delete(connectionId);
    listener?.connection.close(reason, options);
  }

  /** The machine learns of it as of any connection that is lost. */
  breakOff(connectionId: ConnectionId, reason: CloseReason): void {
    this.#listeners.get(connectionId)?.connection.close(reason);
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
