/** Records what clients and backends ask for and are told, on the monotonic clock of this process. */
import type { Session } from '@hearthroom/sdk';
import { parseServerFrame } from '@hearthroom/sdk/protocol';
import type { Hearing } from '../../clients/hearing.ts';
import type { AnsweredRequest, ClientEvent, Heard } from '../history.ts';
import { decisionOnWire, decisionOverRest, isFields } from './decision-of.ts';

type Asked = Pick<AnsweredRequest, 'by' | 'room' | 'method' | 'startedAt'> & { params: Record<string, unknown> };

/** A participant, with what they hear. */
interface Client {
  readonly identity: { sub: string };
  readonly session: Session;
  readonly hearing: Hearing;
}

interface WatchedClient {
  room: string;
  client: Client;
  /** The last one that was known. */
  seat: string | null;
}

export interface RestCall {
  method: string;
  path: string;
  body: object | undefined;
}

export class ClientRecord {
  readonly #requests: AnsweredRequest[] = [];
  readonly #events: ClientEvent[] = [];
  readonly #clients: WatchedClient[] = [];

  /** Carries out a call of the REST API, and records it. */
  async rest<T extends { status: number; body: Record<string, unknown> }>(
    by: string,
    { method, path, body = {} }: RestCall,
    carryOut: () => Promise<T>,
  ): Promise<T> {
    const startedAt = performance.now();
    const note = (outcome: AnsweredRequest['outcome'], answer: Record<string, unknown>): void => {
      const asked = decisionOverRest(method, path, { ...body }, answer);
      const code = typeof answer.code === 'string' ? { code: answer.code } : {};
      this.#requests.push({
        by,
        method: `${method} ${path}`,
        ...asked,
        startedAt,
        endedAt: performance.now(),
        outcome,
        ...code,
      });
    };
    try {
      const answer = await carryOut();
      note(answer.status < 300 ? 'acknowledged' : answer.status < 500 ? 'refused' : 'unknown', answer.body);
      return answer;
    } catch (error) {
      note('unknown', {});
      throw error;
    }
  }

  /** @param tokenIssuedAt when the last token of this client was issued, milliseconds since 1970 */
  watchClient(room: string, client: Client, tokenIssuedAt: () => number): void {
    const { session, identity } = client;
    const known: WatchedClient = { room, client, seat: null };
    this.#clients.push(known);
    const note = (event: Pick<ClientEvent, 'what'> & Partial<ClientEvent>): void => {
      known.seat = session.localParticipant.id || known.seat;
      this.#events.push({ at: performance.now(), room, sub: identity.sub, seat: known.seat, ...event });
    };
    let before = session.state;
    session.on('stateChanged', (state) => {
      const isNew = before !== 'waiting' && before !== 'joined' && (state === 'waiting' || state === 'joined');
      before = state;
      note({ what: 'state', state, ...(isNew && { enteredWithTokenOf: tokenIssuedAt() }) });
    });
    session.on('participantConnected', ({ id }) => note({ what: 'participant-connected', about: id }));
    session.on('participantDisconnected', ({ id }) => note({ what: 'participant-disconnected', about: id }));
    const noteQueue = () => note({ what: 'waiting-list', waiting: session.waitingParticipants.map(({ id }) => id) });
    for (const change of ['waitingParticipantAdded', 'waitingParticipantRemoved'] as const)
      session.on(change, noteQueue);
  }

  /** Records the requests of a client over this connection. */
  watchSocket(by: string, room: string, socket: WebSocket): void {
    const open = new Map<number, Asked>();
    const send = socket.send.bind(socket);
    socket.send = (data) => {
      const frame: unknown = typeof data === 'string' ? JSON.parse(data) : null;
      if (isFields(frame) && typeof frame.id === 'number' && typeof frame.method === 'string') {
        const params = isFields(frame.params) ? frame.params : {};
        open.set(frame.id, { by, room, method: frame.method, startedAt: performance.now(), params });
      }
      send(data);
    };
    socket.addEventListener('message', ({ data }) => {
      const frame = parseServerFrame(String(data));
      const asked = frame && 'id' in frame ? open.get(frame.id) : undefined;
      if (!frame || !('id' in frame) || !asked) return;
      open.delete(frame.id);
      if ('error' in frame) this.#note(asked, { outcome: 'refused', code: frame.error.code }, {});
      else this.#note(asked, { outcome: 'acknowledged' }, isFields(frame.result) ? frame.result : {});
    });
    socket.addEventListener('close', () => {
      for (const asked of open.values()) this.#note(asked, { outcome: 'unknown' }, {});
      open.clear();
    });
  }

  #note(
    { params, ...asked }: Asked,
    ended: Pick<AnsweredRequest, 'outcome' | 'code'>,
    result: Record<string, unknown>,
  ): void {
    const decision = decisionOnWire(asked.method, params, result);
    this.#requests.push({ ...asked, decision, endedAt: performance.now(), ...ended });
  }

  /** @param offsetMs what is added to the monotonic clock of this process */
  history(offsetMs: number): { requests: AnsweredRequest[]; events: ClientEvent[]; heard: Heard[] } {
    return {
      requests: this.#requests.map((request) => ({
        ...request,
        startedAt: request.startedAt + offsetMs,
        endedAt: request.endedAt + offsetMs,
      })),
      events: this.#events.map((event) => ({ ...event, at: event.at + offsetMs })),
      heard: this.#clients.flatMap(({ room, client, seat }) =>
        client.hearing.all().map(({ participantId, times }) => ({
          room,
          speaker: participantId,
          listener: client.session.localParticipant.id || (seat ?? ''),
          times: times.map((at) => at + offsetMs),
        })),
      ),
    };
  }
}
