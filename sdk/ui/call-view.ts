/** What each page shows, put together from the session and from what the controller adds to it. */
import type { SessionController } from './session-controller.ts';
import { byCode, type Texts } from './texts.ts';
import type { CallView, DevicesView, HostView, NoticeView, RoomView, WaitingRoomPageView } from './view.ts';
import { peopleOf, roomOf, waitingOf } from './view-of.ts';

export function devicesViewOf({ session, media, page }: SessionController): DevicesView {
  const { grants } = session.localParticipant;
  // Before connecting nobody knows what the token grants.
  const isKnown = page === 'waiting' || page === 'call';
  return media.view({
    microphone: !isKnown || grants.publishMicrophone,
    camera: !isKnown || grants.publishCamera,
  });
}

export function waitingViewOf({ session, messages, sentBack }: SessionController): WaitingRoomPageView {
  const { room } = session;
  return {
    title: room?.title ?? '',
    opensAtMs: room?.opensAt ?? null,
    message: room?.waitingMessage ?? '',
    messages,
    sentBack,
  };
}

export function callViewOf(controller: SessionController, texts: Texts): CallView {
  const { session, selfViewHidden, panelOpen } = controller;
  const { localParticipant } = session;
  const room = roomOf(session.room);
  const isSharing = localParticipant.isEnabled('screen');
  const mayShare = localParticipant.grants.publishScreen && 'getDisplayMedia' in (navigator.mediaDevices ?? {});
  const host = hostViewOf(controller);
  return {
    room,
    people: peopleOf(session),
    devices: devicesViewOf(controller),
    screen: mayShare ? (isSharing ? 'on' : 'off') : null,
    selfViewHidden,
    host,
    panelOpen,
    notices: noticesOf(controller, texts, room, host, isSharing),
  };
}

function hostViewOf({ session, sound }: SessionController): HostView | null {
  const { isHost, grants } = session.localParticipant;
  if (!isHost) return null;
  return {
    waiting: session.waitingParticipants.map(waitingOf),
    canModerate: grants.canModerate,
    canEnd: grants.canEnd,
    sound,
  };
}

function noticesOf(
  controller: SessionController,
  texts: Texts,
  room: RoomView,
  host: HostView | null,
  isSharing: boolean,
): NoticeView[] {
  const { notices } = texts;
  const list: NoticeView[] = [];
  if (controller.session.state === 'reconnecting')
    list.push({ id: 'reconnecting', kind: 'important', text: notices.reconnecting });
  if (room.held) list.push(heldNotice(room.held, texts));
  if (controller.isSoundBlocked) {
    const button = { label: notices.turnOnSoundButton, press: () => controller.startAudio() };
    list.push({ id: 'sound', kind: 'important', text: notices.turnOnSound, button });
  }
  if (isSharing) {
    const button = { label: notices.stopSharing, press: () => controller.setScreen(false) };
    list.push({ id: 'sharing', kind: 'calm', text: notices.sharing, button });
  }
  if (host && host.waiting.length > 0 && !controller.panelOpen)
    list.push(waitingNotice(controller, host, texts, isSharing));
  return [...list, ...deviceNotices(controller, texts), ...controller.board.notices];
}

/** What kept a camera or microphone from starting, until the person has read it. */
function deviceNotices(controller: SessionController, { deviceErrors, devices }: Texts): NoticeView[] {
  const views = devicesViewOf(controller);
  return (['microphone', 'camera'] as const).flatMap((source) => {
    const { error } = views[source];
    if (error === null) return [];
    const text = byCode(deviceErrors, error)(devices[source]);
    return [{ id: source, kind: 'important' as const, text, dismiss: () => controller.media.forgetError(source) }];
  });
}

function heldNotice({ untilMs, policy }: NonNullable<RoomView['held']>, texts: Texts): NoticeView {
  const notice: NoticeView = { id: 'held', kind: 'important', text: texts.notices.held };
  return untilMs === null ? notice : { ...notice, countdown: { untilMs, withTime: texts.notices.heldThen[policy] } };
}

/** Names nobody while the host's screen may be seen by everybody. */
function waitingNotice(
  controller: SessionController,
  host: HostView,
  { notices }: Texts,
  isSharing: boolean,
): NoticeView {
  const [first] = host.waiting;
  const one = isSharing || !first ? notices.someoneWaits : notices.waits(first.name);
  const text = host.waiting.length === 1 ? one : notices.severalWait(host.waiting.length);
  const button = { label: notices.showWaiting, press: () => controller.setPanelOpen(true) };
  return { id: 'waiting', kind: 'calm', text, button };
}
