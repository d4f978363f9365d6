import { SignJWT } from 'jose';
import { Clinic } from '../support/faults/clinic.ts';
import { type FaultRow, Verdict } from '../support/faults/row.ts';
import { comesTrue } from '../support/faults/wait.ts';
import { RawClient } from '../support/server/raw-client.ts';
import { testKey } from '../support/server/test-server.ts';

const secret = new TextEncoder().encode(testKey.secret);
const now = Math.floor(Date.now() / 1_000);

interface Forgery {
  header?: Record<string, string>;
  claims?: Record<string, unknown>;
  secret?: string;
}

/** Everything about a good token, but for what is given. */
async function forge(room: string, { header = {}, claims = {}, secret: other }: Forgery): Promise<string> {
  const protectedHeader = { alg: 'HS256', kid: testKey.id, typ: 'hearthroom+jwt', ...header };
  const payload = {
    ...{ iss: testKey.id, aud: 'hearthroom', sub: 'mallory', jti: crypto.randomUUID() },
    ...{ iat: now, nbf: now, exp: now + 600, room, role: 'therapist', name: 'Mallory' },
    ...claims,
  };
  if (protectedHeader.alg === 'none') {
    const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
    return `${encode(protectedHeader)}.${encode(payload)}.`;
  }
  const key = other === undefined ? secret : new TextEncoder().encode(other);
  return await new SignJWT(payload).setProtectedHeader(protectedHeader).sign(key);
}

const forgeries: Record<string, Forgery> = {
  'alg none': { header: { alg: 'none' } },
  'alg HS512': { header: { alg: 'HS512' } },
  'another audience': { claims: { aud: 'elsewhere' } },
  'another issuer': { claims: { iss: 'elsewhere' } },
  'another type': { header: { typ: 'JWT' } },
  'an admin token': { header: { typ: 'hearthroom-admin+jwt' } },
  'a room that isn’t there': { claims: { room: 'r-nowhere' } },
  'an unknown key': { header: { kid: 'elsewhere' }, claims: { iss: 'elsewhere' } },
  'another secret': { secret: 'another-secret-of-more-than-32-bytes-0123' },
  'not yet valid': { claims: { nbf: now + 300 } },
  'from the future': { claims: { iat: now + 300, exp: now + 600 } },
  'too long a life': { claims: { exp: now + 172_800 } },
  'a client who admits': { claims: { role: 'client', grants: { canAdmit: true } } },
};

/** What a refused one can tell apart: code, words and how the socket is closed. */
async function refusalOf(clinic: Clinic, token: string): Promise<string> {
  await clinic.pace();
  const client = await RawClient.open(clinic.url);
  const answer = await client.request('authenticate', { token });
  if (!('error' in answer)) {
    client.close();
    return 'accepted';
  }
  const { code, message, ...rest } = answer.error;
  const closed = await client.closed;
  return JSON.stringify([code, message, Object.keys(rest), closed.code, closed.reason]);
}

const codeIn = (refusal: string): string => (refusal === 'accepted' ? refusal : String(JSON.parse(refusal)[0]));

export const tokens: FaultRow = {
  row: 14,
  title: 'forged, expired, revoked and replayed tokens; a forwarded link while the seat is taken',
  limit: 'all refused (the last: waits as a challenger) with one code and shape, each in the audit log',
  async run(context) {
    const clinic = await Clinic.open(context, { HEARTHROOM_WORKERS: '1' });
    const room = await clinic.createRoom();
    const verdict = new Verdict();
    const refusals = new Map<string, string>();
    for (const [name, forgery] of Object.entries(forgeries)) {
      refusals.set(name, await refusalOf(clinic, await forge(room, forgery)));
    }
    const good = await forge(room, { claims: { jti: 'revoked', sub: 'revoked' } });
    const isRevocable = await revoke(clinic, room);
    if (isRevocable) refusals.set('revoked', await refusalOf(clinic, good));
    verdict.check('a token can be revoked', isRevocable);
    const [most = ''] = refusals.values();
    for (const [name, refusal] of refusals)
      verdict.check(`${name}: refused like the others (${refusal})`, refusal === most && refusal !== 'accepted');
    const expired = codeIn(
      await refusalOf(clinic, await forge(room, { claims: { iat: now - 900, nbf: now - 900, exp: now - 300 } })),
    );
    verdict.check(
      `expired: a code of its own, so that the client asks for a fresh one (${expired})`,
      expired === 'token-expired',
    );
    const banned = await replayAfterBan(clinic, room);
    verdict.check(`replayed after a ban: refused (${banned})`, banned === 'not-available');
    verdict.check(
      'a forwarded link waits as a challenger, and who holds the seat notices nothing',
      await forwardLink(clinic),
    );
    const isAudited = await findInAudit(clinic, room);
    verdict.check('each is in the audit log', isAudited);
    return verdict.outcome({
      injected: `${refusals.size + 3} tokens: ${[...refusals.keys()].join(', ')}, expired, replayed after a ban, forwarded`,
      figure: `${new Set(refusals.values()).size} kind of refusal (${codeIn(most)}); expired: ${expired}; banned: ${banned}; forwarded: waits`,
    });
  },
};

/** @returns whether the server knows how to revoke a token */
async function revoke(clinic: Clinic, room: string): Promise<boolean> {
  const everywhere = await clinic.api('POST', '/v1/revocations', { jti: 'revoked' });
  if (everywhere.status < 300) return true;
  const inRoom = await clinic.api('POST', `/v1/rooms/${room}/revocations`, { jti: 'revoked' });
  return inRoom.status < 300;
}

async function replayAfterBan(clinic: Clinic, room: string): Promise<string> {
  const host = await join(clinic, await forge(room, { claims: { sub: 'weber' } }));
  const token = await forge(room, { claims: { sub: 'troll', role: 'client' } });
  await join(clinic, token);
  const { entry } = await host.notification('waitingAdded');
  const { id: participantId, epoch } = Object(entry);
  await host.request('deny', { participantId, epoch, ban: true });
  return codeIn(await refusalOf(clinic, token));
}

async function forwardLink(clinic: Clinic): Promise<boolean> {
  const room = await clinic.createRoom();
  const host = await join(clinic, await clinic.tokenFor(room, { sub: 'weber', role: 'therapist' }));
  const link = await clinic.tokenFor(room, { sub: 'anna', role: 'client' });
  const anna = await join(clinic, link);
  const { entry } = await host.notification('waitingAdded');
  const { id: participantId, epoch } = Object(entry);
  await host.request('admit', { participantId, epoch });
  await anna.notification('snapshotReplaced');
  const told = anna.notifications.length;
  const stranger = await join(clinic, link);
  const isSeen = await comesTrue(
    () =>
      host.notifications.some(
        ({ method, params }) => method === 'waitingAdded' && Object(Object(params).entry).secondDevice === true,
      ),
    3_000,
  );
  const isInside = (await stranger.codeOf('publishTrack', {})) === 'ok';
  const isUnmoved = anna.notifications.length === told && (await anna.codeOf('ping')) === 'ok';
  return isSeen && !isInside && isUnmoved;
}

async function join(clinic: Clinic, token: string): Promise<RawClient> {
  await clinic.pace();
  return (await RawClient.join(clinic.url, { token })).client;
}

/** The audit log tells of refusals at the door, by their code. */
async function findInAudit(clinic: Clinic, room: string): Promise<boolean> {
  for (const path of ['/v1/audit', `/v1/rooms/${room}/audit`]) {
    const { status, body } = await clinic.api('GET', path);
    if (status < 300 && JSON.stringify(body).includes('token-invalid')) return true;
  }
  return false;
}
