/** A room on a real server with hand-written WebSocket clients: the starting point for tests of session features. */
import type { Params, RoomSettings, Snapshot } from '@hearthroom/sdk/protocol';
import type { AccessTokenOptions } from '@hearthroom/sdk/token';
import type { Test } from 'tap';
import type { RoomState } from '../../../../server/src/rooms/machine/index.ts';
import { startTestServer, type TestServer, type TestServerOptions } from '../test-server.ts';
import { RawClient } from './raw-client.ts';

export interface Person {
  id: string;
  token: string;
  client: RawClient;
  arrival: Record<string, unknown>;
}

type Overrides = Partial<Omit<AccessTokenOptions, 'key' | 'room'>>;
type Connecting = Omit<Params<'authenticate'>, 'token'>;

export interface TestSession {
  server: TestServer;
  room: string;
  state(): Promise<RoomState>;
  /** Connects a participant; by default a client called `sub`. */
  enter(sub: string, overrides?: Overrides, connecting?: Connecting): Promise<Person>;
  /** Resumes with the resume secret; the seat is the same. */
  resume(person: Person, connecting?: Connecting): Promise<Person>;
  /** The entry under which a seat waits, as hosts refer to it. */
  entryOf(person: Person): Promise<{ participantId: string; epoch: number }>;
  /** Enters and is admitted by `host`. */
  enterAdmitted(host: Person, sub: string, overrides?: Overrides): Promise<Person>;
  /** Stops the server and starts it again on its data. */
  restart(): Promise<void>;
}

export const snapshotOf = (person: Person): Snapshot => person.arrival.snapshot as Snapshot;
export const therapist = { role: 'therapist', name: 'Dr. Weber' } as const;

export async function startSession(
  t: Test,
  settings: Partial<RoomSettings> = {},
  options: TestServerOptions & { passcodeHash?: string } = {},
): Promise<TestSession> {
  let server = await startTestServer(options);
  t.teardown(() => server.close());
  const { passcodeHash = null } = options;
  const { record } = await server.app.registry.createRoom(settings, { passcodeHash });
  const room = record.id;
  const connect = async (token: string, connecting: Connecting): Promise<Person> => {
    const { client, arrival } = await RawClient.join(server.url, { token, ...connecting });
    return { id: (arrival.snapshot as Snapshot).self.id, token, client, arrival };
  };
  const session: TestSession = {
    get server() {
      return server;
    },
    room,
    state: async () => (await server.app.registry.getRecord(room)).state,
    enter: async (sub, overrides = {}, connecting = {}) =>
      connect(await server.tokenFor(room, { sub, role: 'client', name: sub, ...overrides }), connecting),
    resume: ({ token, arrival }, connecting = {}) =>
      connect(token, { resumeSecret: String(arrival.resumeSecret), ...connecting }),
    entryOf: async ({ id }) => ({ participantId: id, epoch: (await session.state()).seats[id]?.epoch ?? -1 }),
    enterAdmitted: async (host, sub, overrides) => {
      const person = await session.enter(sub, overrides);
      const code = await host.client.codeOf('admit', await session.entryOf(person));
      if (code !== 'ok') throw new Error(`admit was answered with ${code}`);
      await person.client.notification('snapshotReplaced');
      return person;
    },
    restart: async () => {
      await server.stop();
      server = await startTestServer({ ...options, dataDir: server.dataDir });
    },
  };
  return session;
}
