/** Makes one object of equal news to several people, so that it is put into words once for all of them. */
import { isEqual, type Notification } from '@hearthroom/sdk/protocol';

/** About the one who is told: never the same for two people. */
const personal: ReadonlySet<Notification['method']> = new Set(['snapshotReplaced', 'selfUpdated']);

/** For one step of a room: there are as many different news in it as there are audiences (hosts, the group), not people. */
export class SharedNotifications {
  readonly #known = new Map<Notification['method'], Notification[]>();

  /** The first one equal to this. */
  share(notification: Notification): Notification {
    if (personal.has(notification.method)) return notification;
    const known = this.#known.get(notification.method) ?? [];
    const first = known.find(({ params }) => isEqual(params, notification.params));
    if (first) return first;
    this.#known.set(notification.method, [...known, notification]);
    return notification;
  }
}
