/** The server's settings as the code sees them: validated, deeply frozen, passed in. Read from HEARTHROOM_… variables. */
export interface Config {
  readonly mode: 'production' | 'demo';
  readonly listen: { readonly host: string; readonly port: number };
  readonly tls: { readonly certificateFile: string; readonly keyFile: string } | null;
  /** Web origins that may connect and call; empty = same origin only. */
  readonly allowedOrigins: readonly string[];
  readonly dataDir: string;
  readonly logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';
  /** API keys by id. Secrets are raw strings of at least 32 bytes. Empty only in demo mode before one is made. */
  readonly keys: ReadonlyMap<string, string>;
  readonly media: MediaConfig;
}

export interface MediaConfig {
  /** Path of the mediasoup-worker binary; null = mediasoup's own. */
  readonly workerBin: string | null;
  readonly workers: number;
  /** Local address that workers bind. */
  readonly listenIp: string;
  /** Address told to clients, when it differs (NAT, containers). */
  readonly announcedAddress: string | null;
  /** First media port: worker n listens on UDP and TCP at portBase + n; 0 = any free port. */
  readonly portBase: number;
  readonly maxTransportsPerSeat: number;
  readonly maxTracksPerSeat: number;
  /** Upper bound of what one seat may send, bits per second. */
  readonly maxIncomingBitrateBps: number;
}
