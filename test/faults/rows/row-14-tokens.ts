import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAdminToken } from '@hearthroom/sdk/token';
import { Clinic } from '../../support/faults/clients/clinic.ts';
import {
  expired,
  type Forgery,
  forge,
  forgeries,
  leavingKey,
  ofLeavingKey,
  portal,
} from '../../support/faults/clients/forged-tokens.ts';
import { type FaultRow, type Outcome, type RowContext, Verdict } from '../../support/faults/rows/row.ts';
import { comesTrue } from '../../support/faults/wait.ts';
import { RawClient } from '../../support/server/clients/raw-client.ts';
import { writeKeyFile } from '../../support/server/keys/key-pairs.ts';
import { testKey } from '../../support/server/test-server.ts';

const auditWithinMs = 30_000;

export const tokens: FaultRow = {
  row: 14,
  title: 'forged, expired, revoked and replayed tokens; a forwarded link while the seat is taken',
  limit: 'all refused (the last: waits as a challenger) with one code and shape, each in the audit log',
  async run(context) {
    const door = await Door.open(context);
    await door.tryForgeries();
    await door.tryRevoked();
    await door.tryRemovedKey();
    await door.tryExpired();
    await door.tryAfterBan();
    await door.tryForwardedLink();
    await door.readAudit();
    return door.outcome();
  },
};

/** A client that connects with one invalid token after another, and the answer to each. */
class Door {
  readonly #clinic: Clinic;
  readonly #room: string;
  readonly #keysFile: string;
  readonly #verdict = new Verdict();
  /** By the error in the token: everything that the client can learn from the refusal. */
  readonly #refusals = new Map<string, string>();
  /** How often the audit log must contain each reason. */
  readonly #expectedInAudit = new Map<string, number>();

  private constructor(clinic: Clinic, room: string, keysFile: string) {
    this.#clinic = clinic;
    this.#room = room;
    this.#keysFile = keysFile;
  }

  static async open(context: RowContext): Promise<Door> {
    const directory = await mkdtemp(join(tmpdir(), 'hearthroom-keys-'));
    context.afterwards(() => rm(directory, { recursive: true, force: true }));
    const keysFile = join(directory, 'keys.json');
    writeKeyFile(keysFile, [{ id: 'portal', publicKey: portal.publicPem }, leavingKey]);
    const clinic = await Clinic.open(context, { HEARTHROOM_WORKERS: '1', HEARTHROOM_KEYS_FILE: keysFile });
    return new Door(clinic, await clinic.createRoom(), keysFile);
  }

  /** What a refused client receives: code, message, members of the answer, and the close of the socket. */
  async #knock(token: string, why: string): Promise<string> {
    this.#expectedInAudit.set(why, (this.#expectedInAudit.get(why) ?? 0) + 1);
    await this.#clinic.pace();
    const client = await RawClient.open(this.#clinic.url);
    const answer = await client.request('authenticate', { token });
    if (!('error' in answer)) {
      client.close();
      return 'accepted';
    }
    const { code, message, ...rest } = answer.error;
    const closed = await client.closed;
    return JSON.stringify([code, message, Object.keys(rest), closed.code, closed.reason]);
  }

  async #enter(token: string): Promise<RawClient> {
    await this.#clinic.pace();
    return (await RawClient.join(this.#clinic.url, { token })).client;
  }

  async tryForgeries(): Promise<void> {
    for (const [name, forgery] of Object.entries(forgeries))
      this.#refusals.set(name, await this.#knock(await forge(this.#room, forgery), forgery.why));
  }

  /** Each of the four kinds of revocation; participants inside with such a token are removed. */
  async tryRevoked(): Promise<void> {
    const issuedBefore = new Date().toISOString();
    const other = await this.#clinic.createRoom();
    const early: Partial<Forgery> = { claims: { iat: Math.floor(Date.now() / 1_000) - 5, sub: 'early' } };
    const ways: [string, string, object][] = [
      ['revoked by its id', await forge(this.#room, { claims: { jti: 'revoked', sub: 'a' } }), { jti: 'revoked' }],
      ['revoked by identity', await forge(this.#room, { claims: { sub: 'b' } }), { roomId: this.#room, identity: 'b' }],
      ['revoked with its room', await forge(other, early), { roomId: other, issuedBefore }],
      [
        'revoked with its key',
        await forge(this.#room, { ...ofLeavingKey, claims: { ...ofLeavingKey.claims, ...early.claims } }),
        { keyId: leavingKey.id, issuedBefore },
      ],
    ];
    for (const [name, token, body] of ways) {
      const inside = await this.#enter(token);
      const { status } = await this.#clinic.api('POST', '/v1/revocations', body);
      const closed = await inside.closed;
      this.#verdict.check(`${name}: the open connection is closed (${status})`, closed.reason === 'token-revoked');
      this.#refusals.set(name, await this.#knock(token, 'revoked'));
    }
  }

  async tryRemovedKey(): Promise<void> {
    const token = await forge(this.#room, {
      ...ofLeavingKey,
      claims: { ...ofLeavingKey.claims, iat: Math.floor(Date.now() / 1_000) + 2 },
    });
    const inside = await this.#enter(token);
    writeKeyFile(this.#keysFile, [{ id: 'portal', publicKey: portal.publicPem }]);
    const { status } = await this.#clinic.api('POST', '/v1/keys/reload');
    const closed = await inside.closed;
    this.#verdict.check(`a key taken out: its connections are closed (${status})`, closed.reason === 'token-revoked');
    this.#refusals.set('of a key taken out', await this.#knock(token, 'unknown-key'));
  }

  async tryExpired(): Promise<void> {
    const code = codeIn(await this.#knock(await forge(this.#room, expired), expired.why));
    this.#verdict.check(
      `expired: a code of its own, so that the client asks for a fresh one (${code})`,
      code === 'token-expired',
    );
  }

  async tryAfterBan(): Promise<void> {
    const host = await this.#enter(await forge(this.#room, { claims: { sub: 'weber' } }));
    const token = await forge(this.#room, { claims: { sub: 'troll', role: 'client' } });
    await this.#enter(token);
    await host.request('deny', { ...(await firstWaiting(host)), ban: true });
    const code = codeIn(await this.#knock(token, 'not-available'));
    this.#verdict.check(`replayed after a ban: refused (${code})`, code === 'not-available');
  }

  async tryForwardedLink(): Promise<void> {
    const room = await this.#clinic.createRoom();
    const host = await this.#enter(await this.#clinic.tokenFor(room, { sub: 'weber', role: 'therapist' }));
    const link = await this.#clinic.tokenFor(room, { sub: 'anna', role: 'client' });
    const anna = await this.#enter(link);
    await host.request('admit', await firstWaiting(host));
    await anna.notification('snapshotReplaced');
    const told = anna.notifications.length;
    const stranger = await this.#enter(link);
    const isSeen = await comesTrue(() => host.notifications.some(isSecondDevice), 3_000);
    const isInside = (await stranger.codeOf('publishTrack', {})) === 'ok';
    const isUnmoved = anna.notifications.length === told && (await anna.codeOf('ping')) === 'ok';
    this.#verdict.check(
      'a forwarded link waits as a challenger, and who holds the seat notices nothing',
      isSeen && !isInside && isUnmoved,
    );
  }

  /** Refusals are written in batches: this takes longer the more there are. */
  async readAudit(): Promise<void> {
    const isThere = await comesTrue(async () => {
      const found = await refusalsInAudit(this.#clinic);
      return [...this.#expectedInAudit].every(([why, count]) => found.get(why) === count);
    }, auditWithinMs);
    const found = [...(await refusalsInAudit(this.#clinic))].map(([why, count]) => `${why} ${count}`);
    this.#verdict.check(`each is in the audit log with its reason (${found.join(', ')})`, isThere);
  }

  outcome(): Outcome {
    const [most = ''] = this.#refusals.values();
    for (const [name, refusal] of this.#refusals)
      this.#verdict.check(`${name}: refused like the others (${refusal})`, refusal === most && refusal !== 'accepted');
    const tried = [...this.#refusals.keys()];
    return this.#verdict.outcome({
      injected: `${tried.length + 3} tokens: ${tried.join(', ')}, expired, replayed after a ban, forwarded`,
      figure: `${new Set(this.#refusals.values()).size} kind of refusal (${codeIn(most)}); expired and banned have their own; the forwarded link waits; ${this.#expectedInAudit.size} reasons in the audit log`,
    });
  }
}

const codeIn = (refusal: string): string => (refusal === 'accepted' ? refusal : String(JSON.parse(refusal)[0]));

async function firstWaiting(host: RawClient): Promise<{ participantId: string; epoch: number }> {
  const { entry } = await host.notification('waitingAdded');
  const { id: participantId, epoch } = Object(entry);
  return { participantId, epoch };
}

const isSecondDevice = ({ method, params }: { method: string; params: unknown }): boolean =>
  method === 'waitingAdded' && Object(Object(params).entry).secondDevice === true;

/** How often each reason, or the code if there is none, is in the audit log. */
async function refusalsInAudit(clinic: Clinic): Promise<Map<string, number>> {
  const authorization = `Bearer ${await createAdminToken({ key: testKey })}`;
  const response = await fetch(`${clinic.url}/v1/audit`, { headers: { authorization } });
  const lines = (await response.text()).trim().split('\n');
  const found = new Map<string, number>();
  for (const line of lines) {
    const { what, detail } = JSON.parse(line);
    if (what !== 'authentication.refused') continue;
    const name = String(detail.why ?? detail.code);
    found.set(name, (found.get(name) ?? 0) + Number(detail.count));
  }
  return found;
}
