/** An address of the media server. */
export interface MediaServerAddress {
  /** Transport protocol. */
  protocol: 'udp' | 'tcp';
  /** IP address or host name. */
  address: string;
  /** Port of that protocol. */
  port: number;
}

/** No media gets through in either direction. */
export interface MediaOutage {
  /** The addresses that this client tries to reach, without relays: for the administrator of its network. */
  readonly servers: readonly MediaServerAddress[];
}
