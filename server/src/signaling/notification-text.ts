/** Serialises notifications. One sent to many connections is serialised once; each connection adds its own `seq`. */
import type { Notification } from '@hearthroom/sdk/protocol';

/** An entry exists as long as its notification. */
const texts = new WeakMap<Notification, string>();

/** @returns the frame, with `seq` as the last member. Later changes of the notification object have no effect */
export function notificationText(notification: Notification, seq: number): string {
  const known = texts.get(notification);
  const text = known ?? JSON.stringify(notification);
  if (known === undefined) texts.set(notification, text);
  return `${text.slice(0, -1)},"seq":${seq}}`;
}
