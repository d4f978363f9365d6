/** One participant of LiveKit over its signaling: protobuf messages on a WebSocket, an SDP for each direction. */
import {
  AddTrackRequest,
  Ping,
  SessionDescription,
  SignalRequest,
  SignalResponse,
  SignalTarget,
  UpdateSubscription,
} from '@livekit/protocol';

export interface RemoteDescription {
  /** Including the candidates that arrived separately. */
  sdp: string;
  /** Must be repeated in the answer. */
  id: number;
}

type Request = SignalRequest['message'];
type Response = SignalResponse['message'];

/** The version that its published SDKs report; below 6 the server would not use ICE lite. */
const protocolVersion = 16;
const pingEveryMs = 5_000;
const replyTimeoutMs = 20_000;

export class LiveKitClient {
  readonly #socket: WebSocket;
  readonly #candidates: Record<SignalTarget, string[]> = {
    [SignalTarget.PUBLISHER]: [],
    [SignalTarget.SUBSCRIBER]: [],
  };
  readonly #received: Response[] = [];
  readonly #checks = new Set<() => void>();
  readonly #pings: NodeJS.Timeout;
  #mayReceive = false;

  /**
   * Joins the token's room, without subscribing to what the others publish.
   *
   * @param url ws://host:port
   */
  static async join(url: string, token: string): Promise<LiveKitClient> {
    const query = new URLSearchParams({
      access_token: token,
      auto_subscribe: '0',
      protocol: String(protocolVersion),
      sdk: 'js',
    });
    const socket = new WebSocket(`${url.replace(/\/$/, '')}/rtc?${query}`);
    socket.binaryType = 'arraybuffer';
    const client = new LiveKitClient(socket);
    try {
      const joined = await client.#next((message) => message.case === 'join', 'join');
      client.#mayReceive = joined.case === 'join' && joined.value.participant?.permission?.canSubscribe === true;
      return client;
    } catch (error) {
      client.close();
      throw error;
    }
  }

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.onmessage = ({ data }) => this.#handle(SignalResponse.fromBinary(new Uint8Array(data)).message);
    this.#pings = setInterval(() => {
      if (socket.readyState !== WebSocket.OPEN) return;
      this.#send({ case: 'pingReq', value: new Ping({ timestamp: BigInt(Date.now()) }) });
    }, pingEveryMs);
  }

  /** Whether this participant may receive media, as the server said when it joined. */
  get mayReceive(): boolean {
    return this.#mayReceive;
  }

  /** @returns the server's name for the track */
  async addTrack(request: ConstructorParameters<typeof AddTrackRequest>[0] & { cid: string }): Promise<string> {
    this.#send({ case: 'addTrack', value: new AddTrackRequest(request) });
    const published = await this.#next(
      (message) => message.case === 'trackPublished' && message.value.cid === request.cid,
      'trackPublished',
    );
    return published.case === 'trackPublished' ? (published.value.track?.sid ?? '') : '';
  }

  /** Offers the tracks to send. @returns the server's answer */
  async offer(sdp: string): Promise<RemoteDescription> {
    this.#send({ case: 'offer', value: new SessionDescription({ type: 'offer', sdp, id: 1 }) });
    return await this.#describe('answer', SignalTarget.PUBLISHER);
  }

  /** The next offer of what the server wants to send. */
  async nextOffer(): Promise<RemoteDescription> {
    return await this.#describe('offer', SignalTarget.SUBSCRIBER);
  }

  answer(sdp: string, id: number): void {
    this.#send({ case: 'answer', value: new SessionDescription({ type: 'answer', sdp, id }) });
  }

  subscribe(trackSids: string[]): void {
    this.#send({ case: 'subscription', value: new UpdateSubscription({ trackSids, subscribe: true }) });
  }

  close(): void {
    clearInterval(this.#pings);
    this.#socket.close();
  }

  #send(message: Request): void {
    this.#socket.send(new Uint8Array(new SignalRequest({ message }).toBinary()));
  }

  #handle(message: Response): void {
    if (message.case === 'trickle')
      this.#candidates[message.value.target].push(readCandidate(message.value.candidateInit));
    else if (isAwaited(message)) this.#received.push(message);
    for (const check of this.#checks) check();
  }

  async #describe(kind: 'offer' | 'answer', target: SignalTarget): Promise<RemoteDescription> {
    const found = await this.#next((message) => message.case === kind, kind);
    const { sdp = '', id = 0 } = found.case === 'offer' || found.case === 'answer' ? found.value : {};
    const hasPath = () => /^a=candidate:/m.test(sdp) || this.#candidates[target].length > 0;
    await this.#until(hasPath, `a candidate for its ${kind}`);
    return { sdp: [sdp.trimEnd(), ...this.#candidates[target], ''].join('\r\n'), id };
  }

  /** Removes and returns the first message of a type, received already or later. */
  async #next(isIt: (message: Response) => boolean, what: string): Promise<Response> {
    await this.#until(() => this.#received.some(isIt), what);
    const [message] = this.#received.splice(this.#received.findIndex(isIt), 1);
    if (!message) throw new Error(`LiveKit sent no ${what}`);
    return message;
  }

  #until(holds: () => boolean, what: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (end: () => void) => {
        clearTimeout(timer);
        this.#checks.delete(check);
        this.#socket.removeEventListener('close', handleClose);
        end();
      };
      const check = () => holds() && settle(resolve);
      const fail = (why: string) => settle(() => reject(new Error(`LiveKit sent no ${what}: ${why}`)));
      const handleClose = () => fail('it closed the connection');
      const timer = setTimeout(() => fail(`not within ${replyTimeoutMs / 1_000} s`), replyTimeoutMs);
      this.#checks.add(check);
      this.#socket.addEventListener('close', handleClose);
      check();
    });
  }
}

/** Other messages are about participants; nothing here waits for them. */
function isAwaited({ case: kind }: Response): boolean {
  return kind === 'join' || kind === 'trackPublished' || kind === 'offer' || kind === 'answer';
}

/** @param text RTCIceCandidateInit as JSON. @returns a line of SDP */
function readCandidate(text: string): string {
  const parsed: unknown = JSON.parse(text);
  const hasCandidate = typeof parsed === 'object' && parsed !== null && 'candidate' in parsed;
  return hasCandidate ? `a=${String(parsed.candidate)}` : '';
}
