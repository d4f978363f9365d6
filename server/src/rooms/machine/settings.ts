/** Changes the settings of a running room. */
import type { RoomSettings } from '@hearthroom/sdk/protocol';
import { applyReveal } from './group/circle.ts';
import { type Draft, reject } from './model/draft.ts';
import type { RoomEvent } from './model/events.ts';
import { instantMs } from './model/state.ts';
import { rescheduleIfNotDue } from './time/clock-step.ts';
import { requireGrant } from './visibility/permissions.ts';

export function updateSettings(draft: Draft, event: Extract<RoomEvent, { type: 'updateSettings' }>): void {
  const { actor, patch, passcodeHash } = event;
  if (actor.kind === 'seat') {
    requireGrant(draft, actor, 'canModerate');
    if (passcodeHash !== undefined || Object.keys(patch).some((key) => key !== 'locked')) reject('not-allowed');
  }
  const { state, now } = draft;
  const before = state.settings;
  state.settings = { ...before, ...patch };
  checkEncryption(draft, before);
  const opensAt = instantMs(state.settings.opensAt);
  const closesAt = instantMs(state.settings.closesAt);
  if (Number.isNaN(opensAt) || Number.isNaN(closesAt)) reject('invalid-params');
  if (patch.closesAt != null && closesAt !== null && closesAt <= now) reject('invalid-params');
  if (opensAt !== null && closesAt !== null && closesAt <= opensAt) reject('invalid-params');
  rescheduleIfNotDue(draft);
  // A new end set by the owner is absolute; extensions by hosts applied to the previous end.
  if (hasOtherEnd(before, state.settings)) Object.assign(state, { extendedMs: 0, extensionUndo: null });
  if (passcodeHash !== undefined) state.passcodeHash = passcodeHash;
  applyReveal(draft, patch);
}

/** People inside have been told how the session is encrypted; the history of the chat is kept by the server, in clear. */
function checkEncryption({ state }: Draft, before: RoomSettings): void {
  const { encryption, chatHistory } = state.settings;
  if (encryption !== before.encryption && state.everAdmitted) reject('too-late');
  if (encryption === 'off' || chatHistory === 'none') return;
  reject(
    'invalid-params',
    '`chatHistory: session` needs `encryption: off`: the server cannot keep what it cannot read',
  );
}

const hasOtherEnd = (before: RoomSettings, after: RoomSettings): boolean =>
  before.closesAt !== after.closesAt || before.lengthMinutes !== after.lengthMinutes;
