/** The decision that a request asks for, from what was sent and answered. */
import type { Decision } from '../history.ts';

type Fields = Record<string, unknown>;

export const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : typeof value === 'string' ? [value] : [];

/** A request over a client's connection. */
export function decisionOnWire(method: string, params: Fields, result: Fields): Decision | null {
  const seats = texts(params.participantId);
  switch (method) {
    case 'admit':
      return { type: 'admit', seats };
    case 'admitAll':
      return { type: 'admit', seats: texts(result.admitted) };
    case 'putInWaitingRoom':
      return { type: 'put-back', seats };
    case 'remove':
    case 'deny':
      return { type: method, seats, ban: params.ban === true };
    case 'endRoom':
      return { type: 'end' };
    default:
      return null;
  }
}

const seatAction = /^\/v1\/rooms\/[^/]+\/seats\/([^/]+)\/(admit|remove|deny|put-back)$/;

/** A request over REST, such as `PATCH /v1/rooms/r_1`. @returns the decision, and its room */
export function decisionOverRest(
  method: string,
  path: string,
  body: Fields,
  answer: Fields,
): { room: string | null; decision: Decision | null } {
  const [, named = null] = /^\/v1\/rooms\/([^/?]+)/.exec(path) ?? [];
  const room = named ?? texts(body.roomId)[0] ?? null;
  const [, seat, action] = seatAction.exec(path) ?? [];
  if (seat !== undefined && (action === 'admit' || action === 'put-back'))
    return { room, decision: { type: action, seats: [seat] } };
  if (seat !== undefined && (action === 'remove' || action === 'deny'))
    return { room, decision: { type: action, seats: [seat], ban: body.ban === true } };
  switch (`${method} ${named === null ? path : path.replace(`/rooms/${named}`, '/rooms/*')}`) {
    case 'POST /v1/rooms':
      return { room: texts(answer.id)[0] ?? null, decision: { type: 'create' } };
    case 'PATCH /v1/rooms/*':
      return { room, decision: typeof body.title === 'string' ? { type: 'title', title: body.title } : null };
    case 'POST /v1/rooms/*/end':
      return { room, decision: { type: 'end' } };
    case 'POST /v1/revocations': {
      const isSimple = room !== null && body.issuedBefore === undefined;
      return { room, decision: isSimple ? { type: 'revoke', identity: texts(body.identity)[0] ?? null } : null };
    }
    default:
      return { room, decision: null };
  }
}
