/** The notices above the gallery, most urgent first, each with the actions for it. */
import type { MediaOutage } from '../../src/index.ts';
import { waitingReferenceOf } from '../controllers/host-controls.ts';
import type { SessionController } from '../controllers/session-controller.ts';
import { namesText } from '../texts/isolated-texts.ts';
import type { Texts } from '../texts/texts.ts';
import { deviceHelpOf } from '../views/device-help.ts';
import { serverLines } from '../views/outage-view.ts';
import type { CallView, HostView, NoticeView, RoomView } from '../views/view-types.ts';
import { absenceNotices, endWarningOf } from './absence-notices.ts';
import { echoNotices } from './echo-notices.ts';
import { encryptionNotices } from './encryption-notices.ts';
import { extensionNotices } from './extension-notices.ts';
import { groupNotices } from './group-notices.ts';
import { announcedNotices } from './meeting-notices.ts';
import { turnNotices } from './turn-notices.ts';

type View = Omit<CallView, 'notices'>;

export function noticesOf(controller: SessionController, texts: Texts, view: View): NoticeView[] {
  const extended = view.host ? extensionNotices(controller, texts, view, view.host) : [];
  return [
    ...connectionNotices(controller, texts, view),
    ...encryptionNotices(controller, texts, view),
    ...announcedNotices(controller, texts, view),
    ...placeNotices(controller, texts, view),
    ...turnNotices(controller, texts, view),
    ...askingNotices(controller, texts),
    ...(view.host ? absenceNotices(controller, texts, view, view.host) : []),
    ...extended,
    ...(view.host ? departureNotices(controller, texts, view, view.host) : []),
    ...(view.host && view.mask !== 'masked' ? observerNotices(texts, view.host) : []),
    ...(view.host ? groupNotices(controller, texts, view, view.host) : []),
    ...(view.host && view.panel !== 'people' ? hostNotices(controller, texts, view.host) : []),
    ...ownNotices(controller, texts, view),
    ...deviceNotices(controller, texts, view),
    ...echoNotices(controller, texts),
    ...controller.board.notices
      .filter(({ isPublic }) => isPublic || view.mask !== 'masked')
      // The notice with the undo button says it already.
      .filter(({ id }) => id !== 'new-end' || extended.length === 0)
      .map((notice) => endWarningOf(controller, texts, view.host, notice)),
  ];
}

function connectionNotices(controller: SessionController, texts: Texts, { room }: View): NoticeView[] {
  const { notices } = texts;
  const list: NoticeView[] = [];
  if (controller.session.state === 'reconnecting')
    list.push({ id: 'reconnecting', kind: 'important', text: notices.reconnecting });
  else if (controller.session.mediaOutage) list.push(outageNotice(controller.session.mediaOutage, texts));
  if (room.held) list.push(heldNotice(room.held, texts));
  if (controller.isSoundBlocked) {
    const buttons = [{ label: notices.turnOnSoundButton, press: () => controller.startAudio() }];
    list.push({ id: 'sound', kind: 'important', text: notices.turnOnSound, buttons });
  }
  return list;
}

function outageNotice(mediaOutage: MediaOutage, { outage }: Texts): NoticeView {
  const notice: NoticeView = { id: 'outage', kind: 'important', text: `${outage.text} ${outage.tryThis}` };
  const lines = serverLines(mediaOutage, outage);
  return lines.length === 0 ? notice : { ...notice, details: { label: outage.support, intro: outage.allow, lines } };
}

function heldNotice({ untilMs, policy, paused }: NonNullable<RoomView['held']>, texts: Texts): NoticeView {
  const text = paused ? `${texts.notices.held} ${texts.notices.heldPaused}` : texts.notices.held;
  const notice: NoticeView = { id: 'held', kind: 'important', text, ...(paused && { silent: true }) };
  return untilMs === null ? notice : { ...notice, countdown: { untilMs, withTime: texts.notices.heldThen[policy] } };
}

/** Where this person is, if it isn't the whole group, and the way back. */
function placeNotices(controller: SessionController, texts: Texts, { place, host }: View): NoticeView[] {
  const { notices, breakout } = texts;
  const { session, own, controls } = controller;
  switch (place.kind) {
    case 'group':
      return closingNotices(controller, texts);
    case 'preview': {
      const entry = session.waitingParticipants.find(({ id }) => id === session.previewedParticipant?.id);
      const mayAdmit = entry?.agreed === true && !entry.consentMissing;
      const admit = (): void => {
        if (entry) controls.admit({ ...waitingReferenceOf(entry), name: place.name });
      };
      const buttons = [
        ...(mayAdmit ? [{ label: notices.previewAdmit, press: admit }] : []),
        { label: notices.previewEnd, press: () => controls.closePreview(), quiet: true },
      ];
      return [{ id: 'preview', kind: 'calm', text: notices.preview(place.name), buttons, silent: true }];
    }
    case 'side-room': {
      const buttons = [{ label: notices.backToGroup, press: () => own.closeSideRoom() }];
      return [{ id: 'side-room', kind: 'calm', text: notices.sideRoom(place.name), buttons, silent: true }];
    }
    case 'breakout': {
      const endsAt = session.room?.breakout?.endsAt ?? null;
      const closing = closingNotices(controller, texts);
      const notice: NoticeView = { id: 'breakout', kind: 'calm', text: notices.breakout(place.name), silent: true };
      if (endsAt !== null && closing.length === 0)
        notice.countdown = { untilMs: endsAt, withTime: notices.breakoutLeft };
      if (host) notice.buttons = [{ label: breakout.back, press: () => controls.visitGroup(null) }];
      return [...closing, notice];
    }
  }
}

function closingNotices({ session }: SessionController, { notices }: Texts): NoticeView[] {
  const untilMs = session.room?.breakout?.closingAt ?? null;
  if (untilMs === null || session.place.kind === 'group') return [];
  const countdown = { untilMs, withTime: notices.closingIn };
  return [{ id: 'closing', kind: 'important', text: notices.closing, countdown }];
}

/** Questions that wait for this person's answer; no answer is assumed. */
function askingNotices(controller: SessionController, { notices, agreement }: Texts): NoticeView[] {
  const { session, own } = controller;
  const list: NoticeView[] = [];
  if (session.agreement?.accepted === false && !session.localParticipant.isHost) {
    const buttons = [{ label: agreement.read, press: () => controller.openAgreement() }];
    list.push({ id: 'agreement', kind: 'calm', text: agreement.changed, buttons });
  }
  if (session.localParticipant.isHost) return list;
  for (const { participantId, name, answer } of session.room?.consents ?? []) {
    if (answer !== null) continue;
    const buttons = [
      { label: notices.consentYes, press: () => own.answerConsent(participantId, true) },
      { label: notices.consentNo, press: () => own.answerConsent(participantId, false), quiet: true },
    ];
    const question = session.participants.has(participantId) ? notices.consentInside(name) : notices.consent(name);
    list.push({
      id: `consent ${participantId}`,
      kind: 'calm',
      text: `${question} ${notices.consentBefore} ${notices.consentOwn}`,
      buttons,
    });
  }
  return list;
}

const departureKinds = ['left-quickly', 'agreement-withdrawn', 'connection-lost', 'left'] as const;

/** For hosts: who is no longer in the group. One notice for each way of leaving, until it is marked as seen. */
function departureNotices(
  { controls }: SessionController,
  texts: Texts,
  view: View,
  { departures }: HostView,
): NoticeView[] {
  const { notices } = texts;
  if (departures.length === 0) return [];
  if (view.mask === 'masked')
    return [{ id: 'departures', kind: 'calm', text: notices.departedUnnamed(departures.length) }];
  return departureKinds.flatMap((how) => {
    const gone = departures.filter((departure) => departure.how === how);
    if (gone.length === 0) return [];
    const names = namesText(gone, texts);
    const press = (): void => controls.markDeparturesSeen(gone.map(({ id }) => id));
    const buttons = [{ label: notices.departedSeen, press, quiet: true }];
    return [{ id: `departed ${how}`, kind: 'calm', text: notices.departed[how](names), buttons }];
  });
}

/** For hosts: why an observer and some clients don't see each other. */
function observerNotices({ notices }: Texts, { observers }: HostView): NoticeView[] {
  return observers
    .filter(({ missing }) => missing > 0)
    .map(({ id, name, missing }) => ({
      id: `observer ${id}`,
      kind: 'calm',
      text: notices.consentOpen(name, missing),
    }));
}

/** What is in the host's panel and cannot wait until it is opened. */
function hostNotices(
  { own, controls }: SessionController,
  { notices, host: texts }: Texts,
  host: HostView,
): NoticeView[] {
  const show = { label: notices.showWaiting, press: () => own.setPanel('people') };
  const list: NoticeView[] = [];
  if (host.circleClosed) {
    const buttons = [{ label: texts.openCircle, press: () => controls.openCircle() }];
    list.push({ id: 'circle', kind: 'calm', text: notices.circleClosedHost, buttons });
  }
  const waiting = host.waiting.filter((entry) => entry.previewedBy !== 'self');
  const [first] = waiting;
  if (first) {
    const text = waiting.length === 1 ? notices.waits(first.name) : notices.severalWait(waiting.length);
    list.push({ id: 'waiting', kind: 'calm', text, buttons: [show] });
  }
  return list;
}

function ownNotices({ session, own }: SessionController, { notices, mask }: Texts, view: View): NoticeView[] {
  const list: NoticeView[] = [];
  if (view.help === 'sent') {
    const buttons = [{ label: notices.helpTakeBack, press: () => own.requestHelp(), quiet: true }];
    list.push({ id: 'help-sent', kind: 'calm', text: notices.helpSent, buttons });
  }
  if (!view.host && session.room?.circle === 'closed' && !session.room.circleOpening)
    list.push({ id: 'circle', kind: 'calm', text: notices.circleClosed });
  if (view.screen === 'on') {
    const masked = view.mask === 'masked';
    const show = {
      label: masked ? mask.showLong : mask.hide,
      press: () => own.setHiddenShown(masked),
      quiet: true,
    };
    const buttons = [
      { label: notices.stopSharing, press: () => own.setScreen(false) },
      ...(view.mask === 'none' ? [] : [show]),
    ];
    list.push({
      id: 'sharing',
      kind: view.mask === 'shown' ? 'important' : 'calm',
      text: mask.sharing[view.mask],
      buttons,
    });
  }
  if (view.spotlightId !== null && view.spotlightId === session.localParticipant.id)
    list.push({ id: 'spotlit', kind: 'calm', text: notices.spotlit });
  return list;
}

/** Why a camera or microphone delivers nothing, until the person dismisses it or the system unmutes the device. */
function deviceNotices({ media, own }: SessionController, texts: Texts, view: View): NoticeView[] {
  return (['microphone', 'camera'] as const).flatMap((source) => {
    const device = view.devices[source];
    const help = deviceHelpOf(source, device, own, texts);
    if (!help) return [];
    const kind = device.error === 'replaced' ? 'calm' : 'important';
    const notice: NoticeView = { id: source, kind, ...help };
    return device.state === 'interrupted' ? [notice] : [{ ...notice, dismiss: () => media.forgetError(source) }];
  });
}
