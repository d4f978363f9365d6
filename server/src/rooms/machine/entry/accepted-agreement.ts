/** Whether somebody has accepted the room's agreement. */
import type { AgreementView } from '@hearthroom/sdk/protocol';
import type { Claims, RoomState } from '../model/types.ts';

/** A seat, or a second device that waits for one: each stands to the agreement by itself. */
export interface Signatory {
  claims: Claims;
  acceptedAgreement: string | null;
}

/** Nothing is asked of hosts, and of nobody in a room without an agreement. */
export function mayBeAdmittedByAgreement(
  state: RoomState,
  claims: Claims,
  { acceptedAgreement }: Pick<Signatory, 'acceptedAgreement'>,
): boolean {
  const { agreement } = state.settings;
  return agreement === null || claims.grants.canAdmit || acceptedAgreement === agreement.version;
}

/** The agreement as its reader stands to it; `accepted: false` means that they are asked. */
export function agreementView(state: RoomState, signatory: Signatory): AgreementView | null {
  const { agreement } = state.settings;
  return agreement && { ...agreement, accepted: mayBeAdmittedByAgreement(state, signatory.claims, signatory) };
}
