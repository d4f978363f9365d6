/**
 * Framing of hearthroom.v1: one JSON object per WebSocket text message, in one of three forms.
 *
 *     request       { "id": 7, "method": "admit", "params": { … } }
 *     response      { "id": 7, "result": { … } }  or  { "id": 7, "error": { "code", "message", "correlationId"? } }
 *     notification  { "method": "participantJoined", "params": { … }, "seq": 12 }
 *
 * Clients send only requests; servers send responses and notifications.
 */
export interface RequestFrame {
  /** Chosen by the client, unique among its unanswered requests. */
  id: number;
  /** Name of the request, as in `requests`. */
  method: string;
  /** Its parameters, not validated yet. */
  params: unknown;
}

/** Why a request was refused. */
export interface ErrorBody {
  /** Stable code; one of `errorCodes`, or a newer one. */
  code: string;
  /** For the developer. */
  message: string;
  /** With code `internal`: identifies the error in the server's log. */
  correlationId?: string;
}

/** The answer to the request with this id. */
export type ResponseFrame = { id: number; result: unknown } | { id: number; error: ErrorBody };

/** What the server sends without a request. */
export interface NotificationFrame {
  /** Name of the notification, as in `notifications`. */
  method: string;
  /** Its parameters, not validated yet. */
  params: unknown;
  /** Counts the notifications of a connection from 1; `hello` has 0. */
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

/**
 * Much deeper than any message; a validator recurses into a value, and thousands of levels would exceed its call stack.
 */
const maxDepth = 32;

/** Checks the text before it is parsed. */
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

/**
 * Parses a request. Unknown members are an error.
 * @returns null when the text is no request (the caller closes with `bad-message`)
 */
export function parseRequest(text: string): RequestFrame | null {
  if (isTooDeep(text)) return null;
  const frame = parseObject(text);
  if (frame === null) return null;
  const { id, method, params, ...rest } = frame;
  if (typeof id !== 'number' || !Number.isSafeInteger(id) || id < 0) return null;
  if (typeof method !== 'string' || Object.keys(rest).length > 0) return null;
  return { id, method, params: params ?? {} };
}

/**
 * Parses what a server sends. Unknown members are ignored (newer servers).
 * @returns null when it is neither a response nor a notification
 */
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
