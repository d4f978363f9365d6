/** A store as a server leaves it behind after a day: made by a real server, with every kind of row. */
import { rm } from 'node:fs/promises';
import { createAccessToken, createAdminToken } from '@hearthroom/sdk/token';
import { hashSecret } from '../../../../server/src/core/secrets/random.ts';
import { RawClient } from '../clients/raw-client.ts';
import { startTestServer, testKey } from '../test-server.ts';

export interface FilledStore {
  dataDir: string;
  /** Rooms that are open, ended and deleted. */
  rooms: { open: string; ended: string; deleted: string };
  /** SHA-256 of the code of a personal link to the open room, for the odd identity. */
  codeHash: string;
  /** Identities and names that texts of databases often can't contain. */
  odd: { identity: string; name: string };
  remove(): Promise<void>;
}

const odd = { identity: 'anna\u0000\\0 \ud83d\ude00', name: 'Änna \ud83d\ude00' };

export async function makeFilledStore(): Promise<FilledStore> {
  const server = await startTestServer({
    env: {
      // Nobody listens there: events wait.
      HEARTHROOM_WEBHOOK_URL: 'http://127.0.0.1:9/hooks',
      HEARTHROOM_WEBHOOK_SECRET: testKey.secret,
      HEARTHROOM_DRAIN_LIMIT_SECONDS: '0',
      HEARTHROOM_PAGES: 'true',
    },
  });
  const { url } = server;
  const call = async (method: string, path: string, body?: object): Promise<Record<string, unknown>> => {
    const answer = await fetch(`${url}/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await createAdminToken({ key: testKey })}`,
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.status === 204 ? {} : await answer.json();
  };
  const createRoom = async () =>
    String((await call('POST', '/rooms', { waitingRoom: false, agreement: { version: '1', text: 'Be kind.' } })).id);
  const join = async (room: string, sub: string, role: 'therapist' | 'client', name: string) => {
    const token = await createAccessToken({ key: testKey, room, sub, role, name });
    const { client, arrival } = await RawClient.join(url, { token });
    await client.codeOf('acceptAgreement', { version: '1' });
    await client.codeOf('openMedia', { rtpCapabilities: arrival.routerRtpCapabilities });
  };
  const rooms = { open: await createRoom(), ended: await createRoom(), deleted: await createRoom() };
  for (const room of Object.values(rooms)) {
    await join(room, 'weber', 'therapist', 'Dr. Weber');
    await join(room, odd.identity, 'client', odd.name);
    await call('POST', '/revocations', { roomId: room, identity: odd.identity });
  }
  // After the revocation, which would revoke it too.
  const invited = { sub: odd.identity, role: 'client', name: odd.name };
  const { path } = await call('POST', `/rooms/${rooms.open}/invitations`, invited);
  await call('POST', `/rooms/${rooms.ended}/end`);
  await call('DELETE', `/rooms/${rooms.deleted}`);
  await call('GET', `/rooms/${rooms.open}/seats`);
  await call('POST', '/series', {
    ...{ start: '2031-01-07T18:00', timeZone: 'Europe/Berlin', rule: 'FREQ=WEEKLY', lengthMinutes: 90 },
    members: [{ id: 'p-anna', name: odd.name, role: 'client' }],
  });
  await server.stop();
  return {
    dataDir: server.dataDir,
    rooms,
    odd,
    codeHash: hashSecret(String(path).slice('/j/'.length)),
    remove: () => rm(server.dataDir, { recursive: true }),
  };
}
