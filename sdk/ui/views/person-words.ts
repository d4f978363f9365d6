/** What a screen reader says about a person in the gallery: the name and the visible state. */
import { isolate } from '../texts/isolated-texts.ts';
import type { Texts } from '../texts/texts.ts';
import type { PersonView } from './view-types.ts';

/** The name of this person in lists of people; it may not be known yet. */
export const ownName = (name: string, { you, nameOfYou }: Texts['call']): string =>
  name === '' ? you : nameOfYou(name);

export function personWords(person: PersonView, texts: Texts): string {
  const { call, host, encryption, line, listSeparator } = texts;
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
    isHere && person.camera && person.cameraPausedBy
      ? `${line.pausedPicture}${listSeparator}${line.pausedBecause[person.cameraPausedBy]}`
      : '',
  ].filter((state) => state !== '');
  return [person.isSelf ? ownName(person.name, call) : isolate(person.name), ...states].join(listSeparator);
}
