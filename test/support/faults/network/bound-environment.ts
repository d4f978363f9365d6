/** An SDK environment whose media is sent from one address of this machine, such as that of a client of a TestNetwork. */
import type { Environment } from '@hearthroom/sdk';
import { SyntheticPeerConnection } from '../../werift/synthetic-peer-connection.ts';

export function boundEnvironment(address: string): Partial<Environment> {
  class BoundPeerConnection extends SyntheticPeerConnection {
    constructor(config?: ConstructorParameters<typeof SyntheticPeerConnection>[0]) {
      super({ ...config, iceInterfaceAddresses: { udp4: address } });
    }
  }
  // werift's class has all the members of the browser's class that the SDK and mediasoup-client use.
  const parts: unknown = { RTCPeerConnection: BoundPeerConnection };
  return parts as Pick<Environment, 'RTCPeerConnection'>;
}
