/** The compared LiveKit: one node, one UDP port, ICE lite, defaults for everything else. */
import type { Network } from '../network.ts';
import type { ApiKey } from './livekit-token.ts';

export interface LiveKitPorts {
  signaling: number;
  media: number;
}

/**
 * YAML for --config. Bandwidth estimation is off: the bench's clients send no feedback for it, and the other systems do
 * not estimate for them either.
 */
export function renderLiveKitConfig({ serverAddress }: Network, ports: LiveKitPorts, key: ApiKey): string {
  return `port: ${ports.signaling}
bind_addresses: ["${serverAddress}"]
rtc:
  udp_port: ${ports.media}
  tcp_port: 0
  use_external_ip: false
  node_ip: ${serverAddress}
  enable_loopback_candidate: true
  use_ice_lite: true
  ips:
    includes: ["${serverAddress}/32"]
  congestion_control:
    enabled: false
keys:
  ${key.id}: ${key.secret}
logging:
  level: info
`;
}
