/**
 * A client's end of one transport on its own UDP socket. ICE and DTLS run once, for the SRTP keys; after that, packets
 * are sent as prepared and received without decryption, so that the client uses very little CPU.
 */
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { DtlsClient, RTCDtlsTransport, type SrtpProfile, SrtpSession } from 'werift';
import { acceptDataChannels } from './data-channels.ts';
import { bindingRequest, bindingSuccess, createIceCredentials, type IceCredentials, readStun } from './stun.ts';

/** RFC 7714: all compared systems use this cipher. */
export const pinnedCipher = { name: 'AEAD_AES_128_GCM', profile: 7, keyBytes: 16, saltBytes: 12 } as const;
const srtpProfiles: SrtpProfile[] = [pinnedCipher.profile];

const checkIntervalMs = 50;
const setUpTimeoutMs = 20_000;
/** Servers regard a path as dead after 15 to 30 s without a check (RFC 7675). */
const consentIntervalMs = 4_000;

export interface RemoteEnd {
  address: string;
  port: number;
  ice: IceCredentials;
  /** The server counts a client as connected only after it has accepted its data channels. */
  opensDataChannels?: boolean;
}

export interface LightTransportOptions {
  remote: RemoteEnd;
  /** Address of this machine to send from. */
  localAddress: string;
  /** This end's credentials, as sent to the server; generated if the server does not need them. */
  local?: IceCredentials;
  onRtp?: (packet: Buffer) => void;
}

export async function certificateFingerprint(): Promise<{ algorithm: string; value: string }> {
  const [fingerprint] = (await RTCDtlsTransport.SetupCertificate()).getFingerprints();
  if (!fingerprint) throw new Error('A certificate without a fingerprint');
  return { algorithm: fingerprint.algorithm, value: fingerprint.value };
}

export class LightTransport {
  readonly socket: Socket;
  readonly #options: LightTransportOptions;
  readonly #local: IceCredentials;
  #onDtls: (data: Buffer) => void = () => {};
  #onChecked: () => void = () => {};
  #srtp: SrtpSession | null = null;
  #consent: NodeJS.Timeout | undefined;

  static async connect(options: LightTransportOptions): Promise<LightTransport> {
    const socket = await openSocket(options.localAddress);
    socket.connect(options.remote.port, options.remote.address);
    await once(socket, 'connect');
    const transport = new LightTransport(socket, options);
    await transport.#checkPath();
    await transport.#agreeOnKeys();
    return transport;
  }

  private constructor(socket: Socket, options: LightTransportOptions) {
    this.socket = socket;
    this.#options = options;
    this.#local = options.local ?? createIceCredentials();
    const { onRtp = () => {} } = options;
    socket.on('message', (data, { address, port }) => {
      const first = data[0] ?? 0;
      // RFC 7983: the first byte of a packet determines its protocol.
      if (first >= 128 && first < 192) onRtp(data);
      else if (first >= 20 && first < 64) this.#onDtls(data);
      else this.#handleStun(data, [address, port]);
    });
    // A server that has exited answers with ICMP errors.
    socket.on('error', () => {});
  }

  get localPort(): number {
    return this.socket.address().port;
  }

  get srtp(): SrtpSession {
    if (!this.#srtp) throw new Error('Not connected');
    return this.#srtp;
  }

  close(): void {
    clearInterval(this.#consent);
    this.socket.close();
  }

  #handleStun(data: Buffer, from: [string, number]): void {
    const message = readStun(data);
    if (message.type === 'success') this.#onChecked();
    if (message.type === 'request') this.socket.send(bindingSuccess(message.transactionId, this.#local, from));
  }

  async #checkPath(): Promise<void> {
    const { remote } = this.#options;
    let state: 'checking' | 'checked' = 'checking';
    this.#onChecked = () => {
      state = 'checked';
    };
    const giveUpAt = performance.now() + setUpTimeoutMs;
    const isChecked = () => state === 'checked';
    while (!isChecked()) {
      if (performance.now() > giveUpAt) throw new Error('The server answered no ICE check');
      this.socket.send(bindingRequest(this.#local, remote.ice));
      await delay(checkIntervalMs);
    }
    this.#consent = setInterval(() => this.socket.send(bindingRequest(this.#local, remote.ice)), consentIntervalMs);
  }

  async #agreeOnKeys(): Promise<void> {
    const { certPem, privateKey, signatureHash } = await RTCDtlsTransport.SetupCertificate();
    const transport = this.#datagrams();
    const dtls = new DtlsClient({
      cert: certPem,
      key: privateKey,
      signatureHash,
      transport,
      srtpProfiles,
      extendedMasterSecret: true,
    });
    this.#onDtls = (data) => transport.onData(data);
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('DTLS did not come to an end')), setUpTimeoutMs);
      dtls.onConnect.once(() => {
        clearTimeout(timer);
        resolve();
      });
      dtls.onError.once(reject);
      dtls.connect().catch(reject);
    });
    // Other DTLS records after the handshake are ignored.
    if (this.#options.remote.opensDataChannels) await acceptDataChannels(dtls);
    else this.#onDtls = () => {};
    if (dtls.srtp.srtpProfile !== pinnedCipher.profile) {
      throw new Error(`The server did not agree to ${pinnedCipher.name}`);
    }
    const keys = dtls.extractSessionKeys(pinnedCipher.keyBytes, pinnedCipher.saltBytes);
    this.#srtp = createSrtp(keys.localKey, keys.localSalt, keys.remoteKey, keys.remoteSalt);
  }

  #datagrams() {
    const { socket } = this;
    return {
      type: 'udp',
      address: socket.address(),
      closed: false,
      onData: (_data: Buffer) => {},
      send: async (data: Buffer) => {
        socket.send(data);
      },
      close: async () => {},
    };
  }
}

export function createSrtp(localKey: Buffer, localSalt: Buffer, remoteKey: Buffer, remoteSalt: Buffer): SrtpSession {
  return new SrtpSession({
    profile: pinnedCipher.profile,
    keys: {
      localMasterKey: localKey,
      localMasterSalt: localSalt,
      remoteMasterKey: remoteKey,
      remoteMasterSalt: remoteSalt,
    },
  });
}

export async function openSocket(localAddress: string): Promise<Socket> {
  // The kernel reduces this to its limit; packets it drops are counted (socket-drops.ts).
  const bufferBytes = 4 * 1024 * 1024;
  const socket = createSocket({ type: 'udp4', recvBufferSize: bufferBytes, sendBufferSize: bufferBytes });
  socket.bind(0, localAddress);
  await once(socket, 'listening');
  return socket;
}
