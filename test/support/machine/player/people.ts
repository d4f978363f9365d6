/** Claims of the participants in the machine's tests, as from a verified token. */
import { type Grants, grantsOf, type Role, roleDefaults } from '@hearthroom/sdk/protocol';
import type { Claims } from '../../../../server/src/rooms/machine/index.ts';

export interface Wishes {
  role?: Role;
  grants?: Partial<Grants>;
  waitingRoom?: 'required' | 'bypass';
  name?: string;
  label?: string | null;
}

export function person(sub: string, role: Role, wishes: Wishes = {}): Claims {
  const defaults = roleDefaults[wishes.role ?? role];
  return {
    sub,
    name: wishes.name ?? `name of ${sub}`,
    label: wishes.label === undefined ? `label of ${sub}` : wishes.label,
    role: wishes.role ?? role,
    grants: grantsOf(wishes.role ?? role, wishes.grants),
    waitingRoom: wishes.waitingRoom ?? defaults.waitingRoom,
  };
}

export const therapist = (sub = 'weber', wishes: Wishes = {}): Claims => person(sub, 'therapist', wishes);
export const cotherapist = (sub = 'cole', wishes: Wishes = {}): Claims => person(sub, 'cotherapist', wishes);
export const client = (sub = 'anna', wishes: Wishes = {}): Claims => person(sub, 'client', wishes);
export const observer = (sub = 'olga', wishes: Wishes = {}): Claims => person(sub, 'observer', wishes);
