/** LiveKit as it is compared: one node, one UDP port, ICE lite, its own defaults for everything else. */
import type { Network } from '../network.ts';
import type { ApiKey } from './livekit-token.ts';

export interface LiveKitPorts {
  signaling: number;
  media: number;
}

/**
 * YAML for --config. Bandwidth estimation is off: clients of the bench give no feedback to it, and the others don't
 * estimate for them either.
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
