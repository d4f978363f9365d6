/** The compared LiveKit: one UDP port for each node, defaults for everything else except what is said below. */
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

/**
 * One server for its own SDK in browsers, as documented: it estimates bandwidth, is a full ICE agent, and also takes media
 * by TCP. Nobody answers at the address for STUN.
 */
export function renderLiveKitServer({ serverAddress }: Network, ports: LiveKitPorts, key: ApiKey): string {
  return `port: ${ports.signaling}
bind_addresses: ["${serverAddress}"]
rtc:
  udp_port: ${ports.media}
  tcp_port: ${ports.media}
  use_external_ip: false
  node_ip: ${serverAddress}
  stun_servers: ["127.0.0.1:9"]
  ips:
    includes: ["${serverAddress}/32"]
keys:
  ${key.id}: ${key.secret}
logging:
  level: info
`;
}

/**
 * One node for its own SDK in browsers. The address for STUN is one where nobody answers, so that browsers ask nobody
 * outside; candidates are trickled, so that nothing waits for it.
 *
 * @param redis host:port, for one of several nodes; null: it is alone
 */
export function renderLiveKitNode(ports: LiveKitPorts, key: ApiKey, redis: string | null): string {
  return `port: ${ports.signaling}
bind_addresses: ["127.0.0.1"]
${redis === null ? '' : `redis:\n  address: ${redis}\n`}rtc:
  udp_port: ${ports.media}
  tcp_port: 0
  use_external_ip: false
  node_ip: 127.0.0.1
  enable_loopback_candidate: true
  use_ice_lite: true
  stun_servers: ["127.0.0.1:9"]
  ips:
    includes: ["127.0.0.1/32"]
keys:
  ${key.id}: ${key.secret}
logging:
  level: info
`;
}
