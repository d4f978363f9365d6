/** What a screen reader says about a person in the gallery: the name and the visible state. */
import { isolate } from '../texts/isolated-texts.ts';
import type { Texts } from '../texts/texts.ts';
import type { PersonView } from './view-types.ts';

export function personWords(person: PersonView, { call, host, encryption }: Texts): string {
  const { connection, away, quality } = person;
  const isHere = connection === 'connected' && !away;
  const states = [
    host.roles[person.role],
    connection === 'reconnecting' ? call.reconnecting : away ? call.away : '',
    isHere && quality !== 'good' ? call[quality === 'weak' ? 'weakConnection' : 'lostConnection'] : '',
    isHere && person.securing ? encryption.securing : '',
    person.turn ? call.turn : '',
    person.hand === null ? '' : call.hand(person.hand),
    isHere && person.microphone === 'off' ? call.microphoneOff : '',
    isHere && person.role !== 'observer' && person.camera === null ? call.cameraOff : '',
  ].filter((state) => state !== '');
  return [person.isSelf ? call.nameOfYou(person.name) : isolate(person.name), ...states].join(', ');
}
