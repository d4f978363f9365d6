/** Sample data for tests of the element's views. */
import type { HostView, PersonView } from '../../../sdk/ui/views/view-types.ts';

/** A present client with audio and without video. */
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

/** A therapist's controls in an idle session. */
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
  checkIn: null,
  ...changes,
});
