/** Whether somebody has accepted the room's agreement. */
import type { AgreementView } from '@hearthroom/sdk/protocol';
import type { Claims, RoomState } from '../model/types.ts';

/** A seat, or a second device that waits for one. Each accepts the agreement separately. */
export interface Signatory {
  claims: Claims;
  acceptedAgreement: string | null;
}

/** Hosts need not accept the agreement; without an agreement nobody has to. */
export function mayBeAdmittedByAgreement(
  state: RoomState,
  claims: Claims,
  { acceptedAgreement }: Pick<Signatory, 'acceptedAgreement'>,
): boolean {
  const { agreement } = state.settings;
  return agreement === null || claims.grants.canAdmit || acceptedAgreement === agreement.version;
}

/** The agreement as one person sees it. `accepted: false`: this person still has to accept it. */
export function agreementView(state: RoomState, signatory: Signatory): AgreementView | null {
  const { agreement } = state.settings;
  return agreement && { ...agreement, accepted: mayBeAdmittedByAgreement(state, signatory.claims, signatory) };
}
