/**
 * Framing of hearthroom.v1: one JSON object per WebSocket text message, one of three shapes.
 *
 *     request       { "id": 7, "method": "admit", "params": { … } }
 *     response      { "id": 7, "result": { … } }  or  { "id": 7, "error": { "code", "message", "correlationId"? } }
 *     notification  { "method": "participantJoined", "params": { … }, "seq": 12 }
 *
 * Clients send requests only; servers send responses and notifications. `seq` counts a connection's notifications from 1.
 */
export interface RequestFrame {
  id: number;
  method: string;
  params: unknown;
}

export interface ErrorBody {
  code: string;
  message: string;
  /** Present for `internal`: finds the incident in the server's log. */
  correlationId?: string;
}

export type ResponseFrame = { id: number; result: unknown } | { id: number; error: ErrorBody };

export interface NotificationFrame {
  method: string;
  params: unknown;
  seq: number;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const parseObject = (text: string): Record<string, unknown> | null => {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
};

/** Far deeper than any message is; what checks a value walks into it, and would not come back from a thousand levels. */
const maxDepth = 32;

/** One pass over the text, before anything is built of it. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  let isInString = false;
  for (let index = 0; index < text.length; index++) {
    const letter = text[index];
    if (isInString) {
      if (letter === '\\') index += 1;
      else if (letter === '"') isInString = false;
    } else if (letter === '"') {
      isInString = true;
    } else if (letter === '[' || letter === '{') {
      depth += 1;
      if (depth > maxDepth) return true;
    } else if (letter === ']' || letter === '}') {
      depth -= 1;
    }
  }
  return false;
}

/** Reads a request; null when the text is anything else (the caller closes with `bad-message`). Unknown members are an error. */
export function parseRequest(text: string): RequestFrame | null {
  if (isTooDeep(text)) return null;
  const frame = parseObject(text);
  if (frame === null) return null;
  const { id, method, params, ...rest } = frame;
  if (typeof id !== 'number' || !Number.isSafeInteger(id) || id < 0) return null;
  if (typeof method !== 'string' || Object.keys(rest).length > 0) return null;
  return { id, method, params: params ?? {} };
}

/** Reads what a server sends; null when it is neither a response nor a notification. Unknown members are ignored (newer servers). */
export function parseServerFrame(text: string): ResponseFrame | NotificationFrame | null {
  const frame = parseObject(text);
  if (frame === null) return null;
  if (typeof frame.method === 'string' && typeof frame.seq === 'number') {
    return { method: frame.method, params: frame.params, seq: frame.seq };
  }
  if (typeof frame.id !== 'number') return null;
  if (!isObject(frame.error)) return { id: frame.id, result: frame.result };
  const { code, message, correlationId } = frame.error;
  if (typeof code !== 'string' || typeof message !== 'string') return null;
  return { id: frame.id, error: { code, message, ...(typeof correlationId === 'string' && { correlationId }) } };
}
