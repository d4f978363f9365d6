/**
 * Why nobody else can be seen, and where people are who are not here. Pure. Contains nothing that the reader does not
 * know anyway.
 */
import { namesText } from '../texts/isolated-texts.ts';
import type { Texts } from '../texts/texts.ts';
import type { BreakoutView, PersonView, PlaceView } from '../views/view-types.ts';

export interface Surroundings {
  /** Everybody whom the reader knows of, including the reader. */
  people: readonly PersonView[];
  place: PlaceView;
  hasBreakout: boolean;
  /** For hosts: who is in which group. */
  groups: BreakoutView['groups'];
  /** All media is paused because no host is here. */
  paused: boolean;
  circleClosed: boolean;
  /** Another person was here before. */
  hadCompany: boolean;
  isHost: boolean;
}

const isHostRole = ({ role }: PersonView): boolean => role === 'therapist' || role === 'cotherapist';

/** Why this person is alone; null while somebody else is here. */
export function aloneReason(around: Surroundings, texts: Texts): string | null {
  const { elsewhere } = texts;
  const { place, paused, hasBreakout, hadCompany } = around;
  const others = around.people.filter(({ isSelf }) => !isSelf);
  if (place.kind === 'preview' || others.some(({ away }) => !away)) return null;
  if (place.kind === 'breakout') return elsewhere.aloneInGroup(place.name);
  if (paused) return elsewhere.paused;
  if (others.length === 0) return reasonForNobody(around, elsewhere, hadCompany);
  if (hasBreakout) return elsewhere.inGroups;
  return reasonForAway(others, texts);
}

/** In a closed circle there may be people whom the reader does not know of. */
function reasonForNobody(
  { circleClosed, isHost }: Surroundings,
  texts: Texts['elsewhere'],
  hadCompany: boolean,
): string {
  if (circleClosed && !isHost) return texts.noTherapist;
  return hadCompany ? texts.nobodyNow : texts.nobodyYet;
}

/** A client or observer is away only together with a host: if one of each is away, they are with each other. */
function reasonForAway(others: readonly PersonView[], texts: Texts): string {
  const { elsewhere } = texts;
  const hosts = others.filter(isHostRole);
  const [host] = hosts;
  const [other] = others.filter((person) => !isHostRole(person));
  if (others.length === 2 && hosts.length === 1 && host && other) return elsewhere.pairAway(other.name, host.name);
  const [one] = others;
  return others.length === 1 && one ? elsewhere.oneAway(one.name) : elsewhere.severalAway(namesText(others, texts));
}

/** Where a person is whom the reader can neither see nor hear, as far as the reader may know; '' if they can. */
export function whereIs(person: PersonView, around: Surroundings, texts: Texts): string {
  const { call, elsewhere } = texts;
  const { people, groups, hasBreakout, paused, place } = around;
  if (person.isSelf) return '';
  if (!person.away) return paused ? elsewhere.pausedShort : '';
  const group = groups.find(({ members }) => members.some(({ id }) => id === person.id));
  if (group) return elsewhere.inGroup(group.name);
  // For a reader who is elsewhere, the whole group is away.
  if (hasBreakout || place.kind !== 'group' || isHostRole(person)) return call.away;
  const hosts = people.filter((one) => one.away && isHostRole(one));
  const [host] = hosts;
  return host && hosts.length === 1 ? elsewhere.withPerson(host.name) : call.away;
}
