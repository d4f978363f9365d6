/** Claims of the participants in the machine's tests, as from a verified token. */
import { type Grants, grantsOf, type PublicIdentity, type Role, roleDefaults } from '@hearthroom/sdk/protocol';
import type { Claims } from '../../../../server/src/rooms/machine/index.ts';

export interface Overrides {
  role?: Role;
  grants?: Partial<Grants>;
  waitingRoom?: 'required' | 'bypass';
  name?: string;
  label?: string | null;
}

export function person(sub: string, role: Role, overrides: Overrides = {}): Claims {
  const defaults = roleDefaults[overrides.role ?? role];
  return {
    sub,
    name: overrides.name ?? `name of ${sub}`,
    label: overrides.label === undefined ? `label of ${sub}` : overrides.label,
    role: overrides.role ?? role,
    grants: grantsOf(overrides.role ?? role, overrides.grants),
    waitingRoom: overrides.waitingRoom ?? defaults.waitingRoom,
  };
}

/** Public keys in the right form, the same for the same text; no two texts share any. */
export function keysOf(text: string): PublicIdentity {
  const key = (kind: string): string => Buffer.from(`${kind} of ${text}`.padEnd(65, '.')).toString('base64');
  return { v: 1, sign: key('sign'), dh: key('dh'), sig: key('sig') };
}

export const therapist = (sub = 'weber', overrides: Overrides = {}): Claims => person(sub, 'therapist', overrides);
export const cotherapist = (sub = 'cole', overrides: Overrides = {}): Claims => person(sub, 'cotherapist', overrides);
export const client = (sub = 'anna', overrides: Overrides = {}): Claims => person(sub, 'client', overrides);
export const observer = (sub = 'olga', overrides: Overrides = {}): Claims => person(sub, 'observer', overrides);
