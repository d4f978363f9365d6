/** A person's surroundings in which what the server says of its media ports can be read and changed on its way in. */
import type { Environment } from '@hearthroom/sdk';
import { SyntheticPeerConnection } from '../../werift/synthetic-peer-connection.ts';

type Description = Parameters<SyntheticPeerConnection['setRemoteDescription']>[0];

export type PeerConnections = Set<SyntheticPeerConnection>;

/**
 * @param rewrite is given every description from the server
 * @param made gathers the peer connections
 */
export function rewritingEnvironment(
  rewrite: (sdp: string) => string | Promise<string>,
  made: PeerConnections = new Set(),
): Partial<Environment> {
  class RewritingPeerConnection extends SyntheticPeerConnection {
    constructor(config?: ConstructorParameters<typeof SyntheticPeerConnection>[0]) {
      super(config);
      made.add(this);
    }

    override async setRemoteDescription(description: Description): Promise<void> {
      await super.setRemoteDescription({ ...description, sdp: await rewrite(description.sdp) });
    }
  }
  // werift's class has the members of the browser's that the SDK and mediasoup-client use.
  const parts: unknown = { RTCPeerConnection: RewritingPeerConnection };
  return parts as Pick<Environment, 'RTCPeerConnection'>;
}
