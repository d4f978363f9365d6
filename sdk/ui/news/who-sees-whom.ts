/** Tells people in one sentence, shown and announced, when it changes who sees and hears whom, whatever the cause. */
import type { Grants, RemoteParticipant, Session } from '../../src/index.ts';
import { namesText } from '../texts/isolated-texts.ts';
import type { Texts } from '../texts/texts.ts';
import { groupName } from '../views/group-name.ts';
import type { NoticeBoard } from './notice-board.ts';

/** Who sees and hears this person now, and what will change it soon. */
export interface Scene {
  page: 'waiting' | 'call';
  place: 'group' | 'preview' | 'side-room' | 'breakout';
  /** Name of the other person, or of the breakout group. */
  placeName: string;
  /** The circle is closed for this person. */
  circleClosed: boolean;
  circleOpens: boolean;
  /** All media is paused. */
  paused: boolean;
  /** Name of the person with whom a talk is announced; null: nobody. */
  meeting: string | null;
  /** The host has been told that the talk was declined or not answered. */
  refused: boolean;
  /** Hosts and observers in the same place; empty for hosts. */
  watching: readonly { id: string; name: string }[];
  /** Whether this person may publish a camera or microphone. */
  publishes: boolean;
}

/** A sentence; `stays`: a lasting notice shows the place anyway, so the sentence is only announced. */
export interface Sentence {
  text: string;
  stays: boolean;
}

export function sentenceOf(before: Scene | null, after: Scene, texts: Texts): Sentence | null {
  const { seen } = texts;
  const passing = (text: string): Sentence => ({ text, stays: false });
  if (after.page === 'waiting') return inWaiting(before, after, seen);
  if (before?.page !== 'call') return passing(entered(after, seen));
  if (before.place !== after.place || before.placeName !== after.placeName) return placeSentence(after, texts);
  if (after.paused !== before.paused) {
    return after.paused ? { text: seen.paused, stays: true } : after.publishes ? passing(seen.resumed) : null;
  }
  if (before.circleClosed && !after.circleClosed) return passing(seen.circleOpened);
  if (before.circleOpens && !after.circleOpens && after.circleClosed) return passing(seen.circleStaysClosed);
  if (isMeetingOver(before, after)) return passing(seen.meetingOver(before.meeting ?? ''));
  const text = watchSentence(before, after, texts);
  return text === null ? null : passing(text);
}

function inWaiting(before: Scene | null, after: Scene, seen: Texts['seen']): Sentence | null {
  if (before?.page !== 'waiting') return null;
  if (before.place !== after.place && after.place === 'preview')
    return { text: seen.preview(after.placeName), stays: true };
  if (before.place === 'preview' && after.place !== 'preview') return { text: seen.backInWaiting, stays: true };
  if (isMeetingOver(before, after)) return { text: seen.meetingOverInWaiting(before.meeting ?? ''), stays: true };
  return null;
}

/** An announced talk was cancelled. The announcement also disappears when the talk begins, which does not count. */
function isMeetingOver(before: Scene, after: Scene): boolean {
  const isBegun = after.place === 'preview' || after.place === 'side-room';
  return before.meeting !== null && after.meeting === null && !after.refused && !isBegun;
}

function entered(after: Scene, seen: Texts['seen']): string {
  if (!after.publishes) return seen.entered;
  return `${seen.entered} ${after.paused ? seen.byNobody : after.circleClosed ? seen.byHosts : seen.byAll}`;
}

function placeSentence({ place, placeName, circleClosed }: Scene, texts: Texts): Sentence {
  const { seen } = texts;
  switch (place) {
    case 'preview':
      return { text: seen.preview(placeName), stays: true };
    case 'side-room':
      return { text: seen.sideRoom(placeName), stays: true };
    case 'breakout':
      return { text: seen.breakout(groupName(placeName, texts)), stays: true };
    case 'group':
      return { text: circleClosed ? seen.backInCircle : seen.backInGroup, stays: false };
  }
}

function watchSentence(before: Scene, after: Scene, texts: Texts): string | null {
  const { seen } = texts;
  const missingIn = (scene: Scene, { id }: { id: string }): boolean => !scene.watching.some((one) => one.id === id);
  const names = (list: Scene['watching']): string => namesText(list, texts);
  const came = after.watching.filter((one) => missingIn(before, one));
  const went = before.watching.filter((one) => missingIn(after, one));
  if (came.length > 0) return seen.came(names(came));
  return went.length > 0 ? seen.went(names(went)) : null;
}

/** The parts of a Session that are read. */
export interface SeenSession {
  state: Session['state'];
  place: Session['place'];
  room: Pick<
    NonNullable<Session['room']>,
    'circle' | 'circleOpening' | 'mediaPaused' | 'meeting' | 'breakout' | 'consents'
  > | null;
  participants: ReadonlyMap<string, Pick<RemoteParticipant, 'id' | 'name' | 'role' | 'away'>>;
  previewedParticipant: Pick<RemoteParticipant, 'name'> | null;
  localParticipant: { isHost: boolean; grants: Pick<Grants, 'publishCamera' | 'publishMicrophone'> };
}

export function sceneOf(session: SeenSession): Scene | null {
  const { room, place, localParticipant: self } = session;
  if (session.state !== 'waiting' && session.state !== 'joined') return null;
  const { grants, isHost } = self;
  const { meeting } = room ?? {};
  return {
    page: session.state === 'waiting' ? 'waiting' : 'call',
    place: place.kind,
    placeName: placeNameOf(session),
    circleClosed: room?.circle === 'closed' && !isHost,
    circleOpens: room?.circleOpening !== undefined,
    paused: room?.mediaPaused === true,
    meeting: meeting?.state === 'pending' ? meeting.name : null,
    refused: meeting !== undefined && meeting.state !== 'pending',
    watching: isHost ? [] : watchingOf(session),
    publishes: grants.publishCamera || grants.publishMicrophone,
  };
}

function placeNameOf({ place, participants, previewedParticipant, room }: SeenSession): string {
  switch (place.kind) {
    case 'group':
      return '';
    case 'preview':
      return previewedParticipant?.name ?? '';
    case 'side-room':
      return participants.get(place.participantId)?.name ?? '';
    case 'breakout':
      return room?.breakout?.groups.find(({ id }) => id === place.groupId)?.name ?? '';
  }
}

/** An observer does not see or hear people who have not agreed, nor people in a closed circle. */
function watchingOf({ participants, room }: SeenSession): Scene['watching'] {
  const isKeptOut = (id: string): boolean =>
    room?.circle === 'closed' ||
    room?.consents?.some(({ participantId, answer }) => participantId === id && answer !== true) === true;
  return [...participants.values()]
    .filter(({ id, role, away }) => role !== 'client' && !away && !(role === 'observer' && isKeptOut(id)))
    .map(({ id, name }) => ({ id, name }));
}

export interface WhoSeesWhomOptions {
  session: Session;
  board: Pick<NoticeBoard, 'show' | 'hide'>;
  texts: () => Texts;
  announce: (text: string) => void;
  ring: () => void;
}

const events = [
  'stateChanged',
  'roomUpdated',
  'placeChanged',
  'participantConnected',
  'participantDisconnected',
  'participantUpdated',
  'previewOpened',
  'previewClosed',
] as const;

/** @returns functions that stop it */
export function tellWhoSeesWhom({ session, board, texts, announce, ring }: WhoSeesWhomOptions): (() => void)[] {
  let known: Scene | null = null;
  let isDue = false;
  const look = (): void => {
    isDue = false;
    const scene = sceneOf(session);
    // A lost connection does not change what is known.
    if (!scene) return;
    const sentence = sentenceOf(known, scene, texts());
    const meeting = session.room?.meeting;
    if (meeting && !meeting.byYou && meeting.state === 'pending' && known?.meeting == null) {
      ring();
      if (scene.page === 'waiting') announce(texts().meeting.asks(meeting.name));
    }
    known = scene;
    if (!sentence) return;
    if (sentence.stays) announce(sentence.text);
    if (sentence.stays) board.hide('seen');
    else board.show('seen', sentence.text);
  };
  // One change causes several events: read the session after all of them.
  const changed = (): void => {
    if (!isDue) queueMicrotask(look);
    isDue = true;
  };
  return events.map((event) => session.on(event, changed));
}
