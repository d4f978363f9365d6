/** Receives webhooks of Hearthroom and sends mails. README.md says how to run it. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import process from 'node:process';
import { RestClient } from '@hearthroom/sdk/server';
import { verifyWebhook } from '@hearthroom/sdk/webhooks';
import { createTransport } from 'nodemailer';
import { Mailer } from './mailer.ts';

const env = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is missing`);
  return value;
};

const readMap = (file: string): Map<string, string> => new Map(Object.entries(JSON.parse(readFileSync(file, 'utf8'))));

/** In your application: the database. Here a file with an address for each member id, and one with their links. */
const addresses = readMap(env('ADDRESSES'));
const linksFile = env('LINKS');
const links = existsSync(linksFile) ? readMap(linksFile) : new Map<string, string>();
const keyOf = (seriesId: string, memberId: string): string => `${seriesId} ${memberId}`;
const mailer = new Mailer({
  hearthroom: new RestClient({
    url: env('HEARTHROOM_URL'),
    key: { id: env('API_KEY_ID'), secret: env('HEARTHROOM_SECRET') },
  }),
  origin: env('HEARTHROOM_URL'),
  transport: createTransport(env('SMTP_URL')),
  from: env('MAIL_FROM'),
  addressOf: async (memberId) => addresses.get(memberId) ?? null,
  links: {
    find: async (seriesId, memberId) => links.get(keyOf(seriesId, memberId)) ?? null,
    keep: async (seriesId, memberId, link) => {
      links.set(keyOf(seriesId, memberId), link);
      writeFileSync(linksFile, JSON.stringify(Object.fromEntries(links)), { mode: 0o600 });
    },
  },
});

/** Webhooks come at least once. In your application: stored, beside what was sent. */
const handled = new Set<string>();

const server = createServer(async (request, response) => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  try {
    const event = await verifyWebhook(Buffer.concat(parts), request.headers, env('HEARTHROOM_WEBHOOK_SECRET'));
    if (!handled.has(event.id)) await mailer.handle(event);
    handled.add(event.id);
    response.writeHead(204).end();
  } catch (error) {
    // No names and addresses in the log: only what kind of error it was.
    process.stderr.write(`${error instanceof Error ? error.name : 'Error'}\n`);
    response.writeHead(error instanceof Error && error.name === 'WebhookError' ? 400 : 500).end();
  }
});
server.listen(Number(process.env.PORT ?? 8080), '127.0.0.1', () => process.stdout.write('listening\n'));
