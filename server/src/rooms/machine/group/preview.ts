/** The identity check: a host and one waiting person are alone with each other before the host decides. */
import { type Draft, reject } from '../model/draft.ts';
import type { RoomEvent } from '../model/events.ts';
import { seatOf, seatOfConnection } from '../model/state.ts';
import { requireGrant } from '../visibility/permissions.ts';
import { partnerOf, privatePairOf } from '../visibility/places.ts';
import { announceMeeting, cancelMeeting } from './meeting.ts';
import { requireForm, textFor } from './texts.ts';

type EventOf<T extends RoomEvent['type']> = Extract<RoomEvent, { type: T }>;

/** Bound to the entry, like an admit: the person previewed must be the one whom the host saw waiting. */
export function openPreview(draft: Draft, event: EventOf<'openPreview'>): void {
  const { state } = draft;
  requireGrant(draft, event.actor, 'canAdmit');
  const seat = seatOf(state, event.seatId) ?? reject('not-found');
  // A second device has no media of its own; the first device, in the group, has it.
  if (seat.challenger?.epoch === event.epoch) reject('not-allowed');
  if (seat.state !== 'waiting' || seat.connectionId === null || seat.epoch !== event.epoch) reject('stale-entry');
  if (state.settings.encryption === 'required' && seat.e2ee === null) reject('e2ee-unsupported');
  if (state.phase !== 'live') reject('room-not-live');
  announceMeeting(draft, { kind: 'preview', hostId: event.actor.seatId, seatId: seat.id });
}

export function closePreview(draft: Draft, { actor }: EventOf<'closePreview'>): void {
  const { state } = draft;
  requireGrant(draft, actor, 'canAdmit');
  if (cancelMeeting(draft, 'preview', actor.seatId)) return;
  const preview = state.privatePairs.find(({ kind, hostId }) => kind === 'preview' && hostId === actor.seatId);
  if (!preview) reject('not-found');
  state.privatePairs = state.privatePairs.filter((pair) => pair !== preview);
}

export function sendPreviewText(draft: Draft, { connectionId, ...written }: EventOf<'sendPreviewText'>): void {
  const { state, effects } = draft;
  const sender = seatOfConnection(state, connectionId);
  // A second device of one of the two is not in the preview.
  const preview = sender?.connectionId === connectionId ? privatePairOf(state, sender.id) : undefined;
  if (!sender || preview?.kind !== 'preview') reject('not-found');
  const partner = seatOf(state, partnerOf(preview, sender.id));
  if (!partner || partner.connectionId === null) reject('not-found');
  requireForm(draft, written.sealed);
  const notification = { method: 'previewText', params: textFor(partner, sender.id, written) } as const;
  effects.push({ type: 'deliver', connectionId: partner.connectionId, notification });
}
