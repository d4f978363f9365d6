/** A Session connected to a scripted server, and all events it emits. */
import { Session, type SessionEvents, type SessionOptions } from '@hearthroom/sdk';
import { ScriptedServer } from './scripted-server.ts';

interface Test {
  teardown: (work: () => void) => void;
}

export const immediately = { nextDelayMs: () => 0 };

export async function setUp(t: Test, told: readonly (keyof SessionEvents)[], options: Partial<SessionOptions> = {}) {
  const server = await ScriptedServer.start();
  const session = new Session({
    url: server.url,
    getToken: () => jwtOf('token'),
    reconnectPolicy: immediately,
    ...options,
  });
  const events: [string, ...unknown[]][] = [];
  for (const event of told) session.on(event, (...args: unknown[]) => events.push([event, ...args]));
  t.teardown(() => {
    session.disconnect().catch(() => {});
    server.close();
  });
  return { server, session, events };
}

/** The part of a tab's storage that the SDK uses. */
export function createStorage(items = new Map<string, string>()) {
  return {
    items,
    get length() {
      return items.size;
    },
    key: (index: number) => [...items.keys()][index] ?? null,
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  };
}

/** A text with the format of a token: three parts in base64url, of which this is the second. */
export const jwtOf = (part: string): string => `e30.${part}.c2ln`;

/** A token with a room and a participant, as far as a client reads it. */
export function tokenOf(room: string, sub: string): string {
  return jwtOf(Buffer.from(JSON.stringify({ room, sub })).toString('base64url'));
}
