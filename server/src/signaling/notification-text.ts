/** Notifications as text. What many connections are told is written once; each adds its own number. */
import type { Notification } from '@hearthroom/sdk/protocol';

/** Lives as long as somebody holds the notification. */
const texts = new WeakMap<Notification, string>();

/** @returns the frame, with `seq` behind the rest. Whoever changes a notification after it was told changes nothing */
export function notificationText(notification: Notification, seq: number): string {
  const known = texts.get(notification);
  const text = known ?? JSON.stringify(notification);
  if (known === undefined) texts.set(notification, text);
  return `${text.slice(0, -1)},"seq":${seq}}`;
}
