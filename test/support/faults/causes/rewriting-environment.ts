/** An SDK environment that can read and change session descriptions from the server, e.g. its media ports. */
import type { Environment } from '@hearthroom/sdk';
import { SyntheticPeerConnection } from '../../werift/synthetic-peer-connection.ts';

type Description = Parameters<SyntheticPeerConnection['setRemoteDescription']>[0];

export type PeerConnections = Set<SyntheticPeerConnection>;

/**
 * @param rewrite is called with every description from the server
 * @param made collects the peer connections
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
  // werift's class has all the members of the browser's class that the SDK and mediasoup-client use.
  const parts: unknown = { RTCPeerConnection: RewritingPeerConnection };
  return parts as Pick<Environment, 'RTCPeerConnection'>;
}
