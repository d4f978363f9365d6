/**
 * Oracle for end-to-end encryption: who has which keys, how media and texts are sent, who may enter without keys, and
 * who learns keys. Computed from the events.
 */
import assert from 'node:assert/strict';
import type { AdmittedSnapshot, PublicIdentity, Self } from '@hearthroom/sdk/protocol';
import {
  type Accepted,
  audienceOf,
  type Claims,
  encryptionOf,
  type RoomState,
  type Seat,
} from '../../../../server/src/rooms/machine/index.ts';
import type { PlaceBook } from '../books/place-book.ts';
import { type History, holdsHostGrants, isHandedOver, isIn, seatBy, seatsIn } from '../history.ts';
import { isTextEvent } from '../player/sealed-texts.ts';
import type { Step } from '../world.ts';

type Keys = PublicIdentity | null;
type KeysShown = { e2ee?: PublicIdentity; stay?: number };

export class EncryptionBook {
  /** How often each seat has entered the group. */
  readonly stays = new Map<string, number>();
  /** Seats inside whose client has no keys. */
  #unable = new Set<string>();
  /** By connection, by seat, and by the seat for which a second device waits. */
  readonly #came = new Map<string, Keys>();
  readonly #seats = new Map<string, Keys>();
  readonly #devices = new Map<string, Keys>();
  /** People who waited when the API pardoned them: that alone lets nobody in. */
  readonly #pardoned = new Set<string>();

  /** May somebody without these keys not enter by themselves, as the room was before this step? */
  mustBeAskedFor({ settings, seats }: RoomState, id: string, claims: Claims, keys: Keys): boolean {
    if (settings.encryption === 'off' || keys !== null) return false;
    if (settings.encryption === 'required') return true;
    const isWithoutHost = !Object.values(seats).some((seat) => seat.id !== id && isHostIn(seat));
    return this.#unable.size === 0 && !(claims.grants.canAdmit && isWithoutHost);
  }

  /**
   * Does this seat, newly inside, belong to a host without keys who comes in because no other host is left? Others who
   * come in for that reason in the same step do not count.
   */
  entersAsLastHost({ before, event }: Step, after: RoomState, { id, connectionId }: Seat): boolean {
    const previous = seatBy(before, id);
    if (previous?.state !== 'waiting' || previous.connectionId === null || previous.connectionId !== connectionId)
      return false;
    if (event.type === 'admit' && event.entries.some((entry) => entry.seatId === id && entry.epoch === previous.epoch))
      return false;
    const isHeldBack = seatsIn(before).some(isHostIn) || before.settings.encryption !== after.settings.encryption;
    const others = seatsIn(after).filter((seat) => seat.id !== id && isHostIn(seat));
    const areNew = others.every((seat) => !isIn(seatBy(before, seat.id)) && this.#keysOf(seat) === null);
    return holdsHostGrants(previous) && this.#keysOf(previous) === null && isHeldBack && areNew;
  }

  /** Runs when the step is recorded. A host who lacks only keys enters where no other host could admit them. */
  checkLastHostsEnter({ before, event }: Step, after: RoomState, { mustBeAdmitted }: History): void {
    if (event.type === 'pardon' && seatBy(before, event.seatId)?.state === 'waiting') this.#pardoned.add(event.seatId);
    for (const seat of seatsIn(after)) {
      const isSameWait = seat.state === 'waiting' && seat.epoch === seatBy(before, seat.id)?.epoch;
      if (!isSameWait) this.#pardoned.delete(seat.id);
    }
    if (after.phase === 'scheduled' || after.phase === 'ended' || after.settings.encryption !== 'preferred') return;
    if (seatsIn(after).some(isHostIn)) return;
    for (const seat of seatsIn(after)) {
      const { id, state, connectionId, claims, waitsBecause } = seat;
      if (state !== 'waiting' || connectionId === null || !holdsHostGrants(seat) || this.#keysOf(seat)) continue;
      const needsAdmit = claims.waitingRoom !== 'bypass' && waitsBecause !== 'e2ee-unsupported';
      const waits = needsAdmit || mustBeAdmitted.has(id) || this.#pardoned.has(id);
      assert.ok(waits, 'a host who lacks only keys does not wait where no other host is inside');
    }
  }

  /** Runs before the step is recorded. Texts in a form that the room excludes: see sealed-rules.ts. */
  checkRefusal({ before, event, result }: Step): void {
    if (!('rejected' in result)) return;
    const { rejected: code } = result;
    if ((code !== 'e2ee-unsupported' && code !== 'e2ee-would-end') || isTextEvent(event)) return;
    const { encryption } = before.settings;
    assert.equal(encryption, code === 'e2ee-unsupported' ? 'required' : 'preferred');
    if (event.type === 'openPreview') return void assert.equal(this.#seats.get(event.seatId) ?? null, null);
    assert.ok(event.type === 'admit' && !event.all, 'such a person is admitted or looked at');
    assert.ok(code === 'e2ee-unsupported' || !event.unencrypted, 'a host may agree');
    const areHosts = event.entries.every((entry) => this.#named(before, entry)?.claims.grants.canAdmit);
    const mayBeAdmitted = before.phase === 'live' || (areHosts && before.phase !== 'scheduled');
    assert.ok(mayBeAdmitted, 'a refusal that a host could lift is not given where the session is not live');
    const isAsked = event.entries.some((entry) => {
      const found = this.#named(before, entry);
      return found !== null && this.mustBeAskedFor(before, entry.seatId, found.claims, found.keys);
    });
    assert.ok(isAsked, 'who can encrypt, or changes nothing, is not refused');
  }

  #named(state: RoomState, { seatId, epoch }: { seatId: string; epoch: number }) {
    const seat = seatBy(state, seatId);
    if (seat?.challenger?.epoch === epoch)
      return { claims: seat.challenger.claims, keys: this.#devices.get(seatId) ?? null };
    return seat?.epoch === epoch ? { claims: seat.claims, keys: this.#seats.get(seatId) ?? null } : null;
  }

  /** Checks an accepted step, and records it. */
  check(step: Step, { state: after }: Accepted, places: PlaceBook): void {
    this.#recordKeys(step, after);
    const unable = seatsIn(after).filter((seat) => isIn(seat) && this.#keysOf(seat) === null);
    for (const seat of unable) if (!this.#unable.has(seat.id)) this.#checkEntering(step, after, seat);
    for (const seat of seatsIn(after)) checkReason(step, seat);
    if (after.settings.encryption === 'required') assert.deepEqual(unable, [], 'nobody is inside without keys');
    this.#unable = new Set(unable.map(({ id }) => id));
    checkSettings(step, after);
    for (const seat of seatsIn(after)) {
      assert.deepEqual(seat.e2ee, this.#keysOf(seat), 'the keys are those of the newest connection');
      assert.deepEqual(seat.challenger?.e2ee ?? null, this.#devices.get(seat.id) ?? null);
      if (after.phase === 'ended') continue;
      assert.equal(encryptionOf(after, seat), this.#modeOf(after, seat, places), 'one mode for all in a place');
    }
  }

  #keysOf = ({ id }: Seat): Keys => this.#seats.get(id) ?? null;

  /** Somebody without keys is newly inside. */
  #checkEntering(step: Step, after: RoomState, seat: Seat): void {
    const { before, event } = step;
    if (!this.mustBeAskedFor(before, seat.id, seat.claims, null) || this.entersAsLastHost(step, after, seat)) return;
    const isAgreed = event.type === 'admit' && event.unencrypted === true;
    assert.ok(isAgreed && event.entries.some(({ seatId }) => seatId === seat.id), 'only a host ends the encryption');
  }

  #modeOf(state: RoomState, seat: Seat, places: PlaceBook): 'e2e' | 'none' {
    if (state.settings.encryption === 'off') return 'none';
    const pair = places.pairOf(seat.id);
    const ids = pair ? [pair.host, pair.other] : isIn(seat) ? seatsIn(state).flatMap(idIfIn) : [seat.id];
    return ids.every((id) => this.#seats.has(id) && this.#seats.get(id) !== null) ? 'e2e' : 'none';
  }

  #recordKeys({ before, event }: Step, after: RoomState): void {
    if (event.type === 'connected') this.#came.set(event.connectionId, event.e2ee);
    for (const seat of seatsIn(after)) {
      const { id, connectionId, challenger } = seat;
      if (isIn(seat) && !isIn(seatBy(before, id))) this.stays.set(id, (this.stays.get(id) ?? 0) + 1);
      if (isHandedOver(before, seat)) this.#seats.set(id, this.#devices.get(id) ?? null);
      else if (connectionId !== null) this.#seats.set(id, this.#came.get(connectionId) ?? null);
      if (!isIn(seat) && seat.state !== 'waiting') this.#seats.delete(id);
      if (!challenger) this.#devices.delete(id);
      else if (challenger.connectionId !== null) this.#devices.set(id, this.#came.get(challenger.connectionId) ?? null);
    }
  }

  /** What `self` says of it. `isDevice`: for the second device that waits for this seat. */
  ownView(state: RoomState, seat: Seat, isDevice: boolean, places: PlaceBook): Partial<Self> {
    if (state.settings.encryption === 'off') return {};
    if (isDevice) return { encryption: this.#devices.get(seat.id) ? 'e2e' : 'none', stay: 0, audience: [] };
    const audience = audienceOf(state, seat.id).map(({ seatId }) => seatId);
    return { encryption: this.#modeOf(state, seat, places), stay: this.#stayOf(seat), audience };
  }

  /** People who wait are told no number: it would say whether the owner of a forwarded link was inside. */
  #stayOf = (seat: Seat): number => (isIn(seat) ? (this.stays.get(seat.id) ?? 0) : 0);

  /** Keys of somebody whom the reader of a view may see. */
  keysShown(state: RoomState, seat: Seat | undefined): KeysShown {
    if (state.settings.encryption === 'off' || !seat) return {};
    return shown(this.#keysOf(seat), this.#stayOf(seat));
  }

  #keysOfEntry(state: RoomState, seat: Seat | undefined, isDevice: boolean): KeysShown {
    if (!isDevice || state.settings.encryption === 'off') return this.keysShown(state, seat);
    return shown(this.#devices.get(seat?.id ?? '') ?? null, 0);
  }

  checkAdmittedView(state: RoomState, viewer: Seat, view: AdmittedSnapshot, places: PlaceBook): void {
    const { encryption, stay, audience } = view.self;
    const own = Object.entries({ encryption, stay, audience }).filter(([, value]) => value !== undefined);
    assert.deepEqual(Object.fromEntries(own), this.ownView(state, viewer, false, places));
    assert.equal(view.room.encryption, settingShown(state).encryption);
    for (const { id, ...rest } of view.participants)
      assert.deepEqual(keysIn(rest), this.keysShown(state, seatBy(state, id)), 'keys are those of this person');
    for (const { id, secondDevice, ...rest } of view.waiting ?? []) {
      const expected = this.#keysOfEntry(state, seatBy(state, id), secondDevice);
      assert.deepEqual(keysIn(rest), expected, 'keys are those of the device that waits');
    }
    assert.deepEqual(keysIn(view.self.place), {}, 'the place of a person inside has no keys');
  }
}

const isHostIn = (seat: Seat): boolean => isIn(seat) && holdsHostGrants(seat);

/** Only people who come back to their seat without keys wait for that reason, on the device that had the seat. */
function checkReason({ before, event }: Step, seat: Seat): void {
  if (seat.state !== 'waiting' || seat.waitsBecause !== 'e2ee-unsupported') return;
  const previous = seatBy(before, seat.id);
  const isNew = event.type === 'connected' && event.connectionId === seat.connectionId;
  if (!isIn(previous)) {
    assert.equal(previous?.waitsBecause, seat.waitsBecause, 'the reason is that of the wait');
    assert.ok(!isNew || seat.formerResumeHash !== null, 'another device is not told why, and has no right from it');
    return;
  }
  assert.ok(isNew && seat.e2ee === null, 'who comes back without keys waits for want of them');
}

const idIfIn = (seat: Seat): string[] => (isIn(seat) ? [seat.id] : []);

const shown = (keys: Keys, stay: number): KeysShown => ({ ...(keys && { e2ee: keys }), stay });

/** What both views of the room say of it. */
export const settingShown = ({ settings: { encryption } }: RoomState): { encryption?: 'required' | 'preferred' } =>
  encryption === 'off' ? {} : { encryption };

function keysIn(item: object): object {
  return Object.fromEntries(Object.entries(item).filter(([name]) => name === 'e2ee' || name === 'stay'));
}

function checkSettings({ before, event }: Step, { settings, everAdmitted }: RoomState): void {
  const isChanged = settings.encryption !== before.settings.encryption;
  assert.ok(
    !isChanged || (event.type === 'updateSettings' && !before.everAdmitted),
    'too late once somebody was inside',
  );
  assert.ok(settings.encryption === 'off' || settings.chatHistory === 'none', 'the server keeps no encrypted chat');
  assert.ok(everAdmitted || !before.everAdmitted);
}
