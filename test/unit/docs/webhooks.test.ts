/** Follows the instructions about webhooks in docs/operations-reference.md and sdk/README.md. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { verifyWebhook } from '@hearthroom/sdk/webhooks';
import { Webhook } from 'standardwebhooks';
import t from 'tap';
import { seriesWebhookTypes, webhookTypes } from '../../../sdk/protocol/rest/webhook-schemas.ts';
import { signatureHeaders } from '../../../server/src/webhooks/signature.ts';
import { readDocument } from '../../support/docs/markdown.ts';
import { useFakeTime } from '../../support/time/fake-time.ts';

const reference = readDocument('docs/operations-reference.md');

function exampleOf(document: string, name: string): string {
  const [, after = ''] = document.split(`<!-- example: ${name} -->`);
  return /```\w+\n([\s\S]*?)```/.exec(after)?.[1] ?? '';
}

/** A value from the table of values for checking an implementation. */
function documented(name: string): string {
  const [, after = ''] = reference.split('To check an implementation:');
  const row = after.split('\n').find((line) => line.startsWith(`| ${name} |`));
  return /`([^`]+)` \|$/.exec(row ?? '')?.[1] ?? '';
}

const [secret, body, id] = [documented('secret'), documented('body'), documented('`webhook-id`')];
const headers = {
  'webhook-id': id,
  'webhook-timestamp': documented('`webhook-timestamp`'),
  'webhook-signature': documented('`webhook-signature`'),
};

t.test('the documented values are what the server sends, and the library and the SDK accept them', async (t) => {
  const signedAtMs = Number(headers['webhook-timestamp']) * 1_000;
  useFakeTime(t, signedAtMs);
  t.match(signatureHeaders({ id, body }, secret, signedAtMs), headers);
  t.same(new Webhook(documented('as `whsec_`')).verify(body, headers), JSON.parse(body));
  t.same(await verifyWebhook(body, headers, secret), JSON.parse(body));
});

t.test('the documented command makes of a secret what the libraries take', async (t) => {
  const env = { ...process.env, HEARTHROOM_WEBHOOK_SECRET: secret };
  const printed = execFileSync('sh', ['-c', exampleOf(reference, 'webhook-secret')], { env, encoding: 'utf8' });
  t.equal(printed, `${documented('as `whsec_`')}\n`);
});

t.test('every type of event is documented', async (t) => {
  const [, table = ''] = /^\| `type` \|[^\n]*\n([\s\S]*?)\n\n/m.exec(reference) ?? [];
  const types = [...table.matchAll(/^\| `([a-z.]+)` \| .{10,} \|$/gm)].map(([, type]) => type);
  t.same(types, [...webhookTypes, ...seriesWebhookTypes, 'audit.checkpoint']);
});

/** A port that was free just now. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : 0;
}

t.test('the receiver of the README accepts what the server sends, and refuses what anybody else does', async (t) => {
  const port = await freePort();
  const code = exampleOf(readDocument('sdk/README.md'), 'webhooks');
  t.match(code, /verifyWebhook/);
  const directory = t.testdir({ 'receiver.ts': `${code}\nserver.once('listening', () => console.log('listening'));` });
  const receiver = spawn(process.execPath, ['--conditions=hearthroom-source', join(directory, 'receiver.ts')], {
    env: { ...process.env, PORT: String(port), HEARTHROOM_WEBHOOK_SECRET: secret },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.teardown(() => receiver.kill());
  receiver.stdout.setEncoding('utf8');
  t.match((await once(receiver.stdout, 'data'))[0], 'listening');
  const post = async (sent: Record<string, string>) => {
    const { status } = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body, headers: sent });
    return status;
  };
  const told = once(receiver.stdout, 'data');
  t.equal(await post(signatureHeaders({ id, body }, secret, Date.now())), 204);
  t.match((await told)[0], `somebody waits in room ${JSON.parse(body).roomId}`);
  t.equal(await post(signatureHeaders({ id, body }, `${secret}x`, Date.now())), 400);
  t.equal(await post({}), 400);
});
