/** Builds the views of the pages from the session and the controller's state. */
import type { WaitReason } from '../../src/index.ts';
import type { SessionController } from '../controllers/session-controller.ts';
import { askedOf } from '../notices/meeting-notices.ts';
import { noticesOf } from '../notices/notices.ts';
import type { Texts } from '../texts/texts.ts';
import { groupName } from '../views/group-name.ts';
import { serverLines } from '../views/outage-view.ts';
import { maskView } from '../views/screen-mask.ts';
import { chatViewOf } from '../views/session/chat-view.ts';
import { checkInCardOf } from '../views/session/check-in-view.ts';
import { encryptionViewOf, waitingEncryptionOf } from '../views/session/encryption-view.ts';
import {
  type PeopleContext,
  peopleContextOf,
  peopleOf,
  remoteOf,
  roomOf,
  selfOf,
} from '../views/session/read-session.ts';
import type {
  CallView,
  DevicesView,
  HostView,
  PersonView,
  PlaceView,
  SettingsView,
  WaitingRoomPageView,
} from '../views/view-types.ts';
import { aloneReason, type Surroundings, whereIs } from './elsewhere.ts';
import { hostViewOf } from './host-view.ts';
import { shownOf, stageOf } from './stage-of.ts';

export function devicesViewOf({ session, media, page }: SessionController): DevicesView {
  const { grants } = session.localParticipant;
  // Before connecting, the grants of the token are not known.
  const isKnown = page === 'waiting' || page === 'call';
  return media.view({
    microphone: !isKnown || grants.publishMicrophone,
    camera: !isKnown || grants.publishCamera,
    blur: session.room?.backgroundBlur !== 'off',
  });
}

export function waitingViewOf(controller: SessionController, texts: Texts): WaitingRoomPageView {
  const { session, messages, putBack, transient, encryption } = controller;
  const { room, previewedParticipant, mediaOutage } = session;
  const context = peopleContextOf(session, () => null, encryption.securingIds);
  return {
    title: room?.title ?? '',
    opensAtMs: room?.opensAt ?? null,
    message: room?.waitingMessage ?? '',
    messages,
    putBack: putBackOf(room?.waitsBecause, putBack),
    reconnecting: session.state === 'reconnecting',
    outage: mediaOutage && { servers: serverLines(mediaOutage, texts.outage) },
    isObserver: session.localParticipant.role === 'observer',
    agreement: session.agreement,
    meeting: askedOf(controller, texts),
    encryption: waitingEncryptionOf(session),
    talk: previewedParticipant ? { other: remoteOf(previewedParticipant, context), lines: transient.talkLines } : null,
  };
}

/**
 * @param words the host's text, kept while this page is open; older servers give no reason and put people back only by
 *   `putInWaitingRoom`
 */
function putBackOf(because: WaitReason | undefined, words: string | null): WaitingRoomPageView['putBack'] {
  if (because === undefined && words === null) return null;
  return { because: because ?? 'put-back', words: words ?? '' };
}

export function callViewOf(controller: SessionController, texts: Texts): CallView {
  const { session, own, transient, encryption } = controller;
  const { localParticipant } = session;
  const context = peopleContextOf(session, (id) => transient.reactionOf(id), encryption.securingIds);
  const place = placeViewOf(controller, texts);
  const host = hostViewOf(controller, texts);
  const everybody = peopleOf(session, context);
  const around = surroundingsOf(controller, everybody, place, host);
  const people = everybody.map((person) => ({ ...person, where: whereIs(person, around, texts) }));
  const shown = shownIn(controller, people, place, context);
  const spotlightId = session.room?.spotlightId ?? null;
  const { pinnedId, layout } = own;
  const takesPart = localParticipant.role !== 'observer';
  const full = {
    room: roomOf(session.room),
    people,
    shown,
    alone: aloneReason(around, texts),
    place,
    stage: stageOf(shown, { pinnedId, spotlightId, speakerId: transient.speakerId, layout }),
    spotlightId,
    layout,
    devices: devicesViewOf(controller),
    screen: screenOf(controller),
    mask: controller.mask.state,
    smallWindow: controller.smallWindow.stateIn(controller.shownIn),
    selfViewHidden: own.selfViewHidden,
    audioOnly: session.videoReception === 'off',
    handRaised: takesPart ? (session.room?.hands ?? []).includes(localParticipant.id) : null,
    help: helpOf(controller),
    checkIn: checkInCardOf(session, own.shownCheckIn, localParticipant.isEnabled('screen'), texts),
    chat: chatViewOf(session, transient.unread, own.chatError),
    host,
    panel: own.panel,
    settings: settingsOf(controller),
    agreement: session.agreement,
    encryption: encryptionViewOf(session, encryption),
  };
  const view = full.mask === 'masked' ? maskView(full, texts) : full;
  return { ...view, notices: noticesOf(controller, texts, view) };
}

function surroundingsOf(
  { session, hadCompany }: SessionController,
  people: readonly PersonView[],
  place: PlaceView,
  host: HostView | null,
): Surroundings {
  const { room } = session;
  return {
    people,
    place,
    hasBreakout: (room?.breakout ?? null) !== null,
    groups: host?.breakout?.groups ?? [],
    paused: room?.mediaPaused === true,
    circleClosed: room?.circle === 'closed',
    hadCompany,
    isHost: host !== null,
  };
}

function shownIn(
  { session, own }: SessionController,
  people: readonly PersonView[],
  place: PlaceView,
  context: PeopleContext,
): PersonView[] {
  const { previewedParticipant, localParticipant } = session;
  const { grants } = localParticipant;
  const selfHidden = own.selfViewHidden || !(grants.publishCamera || grants.publishMicrophone);
  if (previewedParticipant) {
    const both = [remoteOf(previewedParticipant, context), selfOf(localParticipant, context)];
    return both.filter((person) => !(selfHidden && person.isSelf));
  }
  return shownOf(people, { place: place.kind, hasBreakout: (session.room?.breakout ?? null) !== null, selfHidden });
}

function placeViewOf({ session, transient }: SessionController, texts: Texts): PlaceView {
  const { place, room, participants } = session;
  switch (place.kind) {
    case 'group':
      return { kind: 'group' };
    case 'preview':
      return {
        kind: 'preview',
        id: place.participantId,
        name: session.previewedParticipant?.name ?? '',
        lines: transient.talkLines,
      };
    case 'side-room':
      return { kind: 'side-room', name: participants.get(place.participantId)?.name ?? '' };
    case 'breakout': {
      const name = room?.breakout?.groups.find(({ id }) => id === place.groupId)?.name ?? '';
      return { kind: 'breakout', name: groupName(name, texts) };
    }
  }
}

function screenOf({ session }: SessionController): CallView['screen'] {
  const { localParticipant } = session;
  const mayShare = localParticipant.grants.publishScreen && 'getDisplayMedia' in (navigator.mediaDevices ?? {});
  if (!mayShare) return null;
  if (localParticipant.isStarting('screen')) return 'starting';
  return localParticipant.isEnabled('screen') ? 'on' : 'off';
}

function helpOf({ session }: SessionController): CallView['help'] {
  if (session.localParticipant.role !== 'client' || session.localParticipant.isHost) return null;
  return session.room?.help?.length ? 'sent' : 'none';
}

function settingsOf({ session }: SessionController): SettingsView {
  const { localParticipant, room } = session;
  const answered = (room?.consents ?? []).flatMap(({ participantId: id, name, answer }) =>
    answer === null ? [] : [{ id, name, agreed: answer }],
  );
  return {
    name: localParticipant.grants.canRename ? localParticipant.name : null,
    consents: answered,
  };
}
