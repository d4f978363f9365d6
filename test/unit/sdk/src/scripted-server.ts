/**
 * A real WebSocket server whose answers are written by the test, for behaviour that a real Hearthroom server shows
 * rarely or never.
 */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import {
  type AdmittedSnapshot,
  type Method,
  type Notification,
  type Params,
  type Participant,
  parseRequest,
  type Result,
  roleDefaults,
  type WaitingEntry,
  type WaitingSnapshot,
} from '@hearthroom/sdk/protocol';
import { type WebSocket, WebSocketServer } from 'ws';

type Answers = { [M in Method]?: (params: Params<M>) => Partial<Result<M>> };

/** Thrown by an answer so that the request is refused. */
export class Refusal extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

export const waitingSnapshot: WaitingSnapshot = {
  state: 'waiting',
  self: {
    id: 'p-anna',
    name: 'Anna',
    role: 'client',
    grants: roleDefaults.client.grants,
    place: { kind: 'group' },
  },
  room: {
    title: 'Tuesday group',
    opensAt: null,
    waitingMessage: 'We begin at six.',
    recording: 'never',
    agreement: null,
  },
};

export const weber: Participant = {
  id: 'p-weber',
  name: 'Dr. Weber',
  role: 'therapist',
  connection: 'connected',
  away: false,
};
export const ben: Participant = { id: 'p-ben', name: 'Ben', role: 'client', connection: 'connected', away: false };

export const admittedSnapshot: AdmittedSnapshot = {
  state: 'admitted',
  self: waitingSnapshot.self,
  room: {
    title: 'Tuesday group',
    phase: 'live',
    locked: false,
    waitingRoom: true,
    endsAt: null,
    recording: 'never',
    circle: 'open',
    privateChat: false,
    chatHistory: 'none',
    hands: [],
    spotlightId: null,
    goRound: null,
    breakout: null,
    consents: [],
    help: [],
    agreement: null,
    heldUntil: null,
    absencePolicy: 'return-to-waiting',
    leadId: 'p-weber',
    leadIsLent: false,
  },
  participants: [weber],
};

export const hostSnapshot: AdmittedSnapshot = {
  ...admittedSnapshot,
  self: {
    id: 'p-weber',
    name: 'Dr. Weber',
    role: 'therapist',
    grants: roleDefaults.therapist.grants,
    place: { kind: 'group' },
  },
  participants: [],
  waiting: [],
};

export const entry = (id: string, epoch: number, more: Partial<WaitingEntry> = {}): WaitingEntry => ({
  id,
  epoch,
  name: id,
  role: 'client',
  waitingSince: 1_790_000_000_000,
  connection: 'connected',
  secondDevice: false,
  agreed: true,
  previewedBy: null,
  consentMissing: false,
  ...more,
});

export const arrival = (more: Partial<Result<'authenticate'>> = {}): Result<'authenticate'> => ({
  snapshot: waitingSnapshot,
  resumeSecret: 'secret-0123456789abcdef',
  routerRtpCapabilities: { codecs: [] },
  iceServers: [],
  heartbeatIntervalMs: 60_000,
  chat: [],
  ...more,
});

export class ScriptedConnection {
  readonly requests: { method: string; params: unknown }[] = [];
  /** False: requests are received but not answered. */
  isAnswering: boolean;
  readonly #socket: WebSocket;
  #sequence = 0;

  constructor(socket: WebSocket, answers: Answers, isAnswering: boolean) {
    this.#socket = socket;
    this.isAnswering = isAnswering;
    socket.on('message', (data) => this.#handle(String(data), answers));
  }

  notify(notification: Notification): void {
    this.#sequence += 1;
    this.sendText(JSON.stringify({ ...notification, seq: this.#sequence }));
  }

  sendText(text: string): void {
    this.#socket.send(text);
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
  }

  /** Closes without a closing handshake, as when the network is lost. */
  drop(): void {
    this.#socket.terminate();
  }

  /** Params of the last request of a method. */
  last(method: Method): unknown {
    return this.requests.findLast((request) => request.method === method)?.params;
  }

  #handle(text: string, answers: Answers): void {
    const request = parseRequest(text);
    if (!request) throw new Error('not a request');
    this.requests.push({ method: request.method, params: request.params });
    if (!this.isAnswering) return;
    const { id } = request;
    try {
      this.sendText(JSON.stringify({ id, result: answerTo(answers, request.method, request.params) }));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.sendText(JSON.stringify({ id, error: { code: error.code, message: error.message } }));
    }
  }
}

function answerTo(answers: Answers, method: string, params: unknown): unknown {
  const table: Record<string, unknown> = answers;
  const answer = table[method];
  if (typeof answer === 'function') return answer(params);
  return method === 'authenticate' ? arrival() : {};
}

export class ScriptedServer {
  readonly answers: Answers = {};
  readonly connections: ScriptedConnection[] = [];
  /** For new connections. */
  isAnswering = true;
  /** The first message of new connections: by default that of a server of before revisions. */
  hello: object = { method: 'hello', params: { routerRtpCapabilities: { codecs: [] } }, seq: 0 };
  readonly #server: WebSocketServer;

  static async start(port = 0): Promise<ScriptedServer> {
    const server = new WebSocketServer({ host: '127.0.0.1', port });
    await once(server, 'listening');
    return new ScriptedServer(server);
  }

  private constructor(server: WebSocketServer) {
    this.#server = server;
    server.on('connection', (socket) => {
      const connection = new ScriptedConnection(socket, this.answers, this.isAnswering);
      this.connections.push(connection);
      connection.sendText(JSON.stringify(this.hello));
    });
  }

  get port(): number {
    const address = this.#server.address() as AddressInfo;
    return address.port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The newest connection. */
  get connection(): ScriptedConnection {
    const newest = this.connections.at(-1);
    if (!newest) throw new Error('nobody has connected');
    return newest;
  }

  close(): void {
    for (const client of this.#server.clients) client.terminate();
    this.#server.close();
  }
}
