/** A hash of the audience of a secret: its members find with it that the server has shown them different people. */
import { encodeFields, toBase64 } from '../bytes/encode.ts';
import type { PublicIdentity } from './identity.ts';

export interface AudienceMember {
  participantId: string;
  identity: PublicIdentity;
}

/** SHA-256 over ids and public keys, independent of their order; in Base64. */
export async function audienceHash(roomId: string, members: readonly AudienceMember[]): Promise<string> {
  const sorted = [...members].sort((a, b) => (a.participantId < b.participantId ? -1 : 1));
  const fields = sorted.flatMap(({ participantId, identity }) => [participantId, identity.sign, identity.dh]);
  const digest = await crypto.subtle.digest('SHA-256', encodeFields(['hearthroom e2ee 1 audience', roomId, ...fields]));
  return toBase64(new Uint8Array(digest));
}
