/** What the element's views are tested with. */
import type { HostView, PersonView } from '../../../sdk/ui/views/view-types.ts';

/** A client who is there and heard, without a picture. */
export const personView = (id: string, changes: Partial<PersonView> = {}): PersonView => ({
  id,
  name: id,
  label: null,
  role: 'client',
  isSelf: false,
  connection: 'connected',
  away: false,
  quality: 'good',
  speaking: false,
  microphone: 'on',
  camera: null,
  screen: null,
  mirrored: false,
  hand: null,
  reaction: null,
  turn: null,
  ...changes,
});

/** A therapist's controls while nothing is going on. */
export const hostView = (changes: Partial<HostView> = {}): HostView => ({
  waiting: [],
  observers: [],
  departures: [],
  canModerate: true,
  canEnd: true,
  canExtend: true,
  therapistAway: null,
  sound: true,
  help: [],
  hands: [],
  circleClosed: false,
  goRound: null,
  turnUndo: null,
  extensionUndo: null,
  breakout: null,
  ...changes,
});
