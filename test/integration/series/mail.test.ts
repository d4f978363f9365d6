/** The example that sends mail: a real server, its webhooks, and a real mail server. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { RestClient } from '@hearthroom/sdk/server';
import { verifyWebhook, type WebhookEvent } from '@hearthroom/sdk/webhooks';
import ICAL from 'ical.js';
import { createTransport } from 'nodemailer';
import { SMTPServer } from 'smtp-server';
import t, { type Test } from 'tap';
import { Mailer } from '../../../examples/mail/mailer.ts';
import { waitUntil } from '../../support/media/wait-until.ts';
import { webhookSecret } from '../../support/server/rest/hook-receiver.ts';
import { startTestServer, testKey } from '../../support/server/test-server.ts';

interface Mail {
  to: string;
  text: string;
}

async function startMailServer(t: Test): Promise<{ port: number; mails: Mail[] }> {
  const mails: Mail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: async (stream, session, done) => {
      const parts: Buffer[] = [];
      for await (const part of stream) parts.push(part);
      mails.push({
        to: session.envelope.rcptTo.map(({ address }) => address).join(),
        text: Buffer.concat(parts).toString(),
      });
      done();
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const { port } = server.server.address() as AddressInfo;
  return { port, mails };
}

/** Receives webhooks as examples/mail/main.ts does. */
async function startReceiver(t: Test, handle: (event: WebhookEvent) => Promise<void>) {
  const bodies: string[] = [];
  const events: WebhookEvent[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += String(part);
    bodies.push(body);
    const event = await verifyWebhook(body, request.headers, webhookSecret);
    await handle(event);
    events.push(event);
    response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const env = { HEARTHROOM_WEBHOOK_URL: `http://127.0.0.1:${port}/`, HEARTHROOM_WEBHOOK_SECRET: webhookSecret };
  return { env, bodies, events };
}

/** The calendar file of a mail. */
function calendarOf(mail: Mail | undefined): string {
  const [, encoded = ''] =
    /Content-Type: text\/calendar[\s\S]*?base64\r\n(?:[\w-]+:[^\r]*\r\n)*\r\n([\w+/=\r\n]+?)\r\n\r?\n?--/.exec(
      mail?.text ?? '',
    ) ?? [];
  return Buffer.from(encoded, 'base64').toString();
}

t.test('invitations, reminders and cancellations are sent, and only the application knows addresses', async (t) => {
  const { port, mails } = await startMailServer(t);
  let mailer: Mailer | null = null;
  const { env, bodies, events } = await startReceiver(t, async (event) => await mailer?.handle(event));
  const server = await startTestServer({ env });
  t.teardown(() => server.close());
  const hearthroom = new RestClient({ url: server.url, key: testKey });
  const transport = createTransport({ host: '127.0.0.1', port, secure: false, ignoreTLS: true });
  t.teardown(() => transport.close());
  mailer = new Mailer({
    ...{ hearthroom, transport, from: 'practice@example.org' },
    addressOf: async (memberId) => (memberId === 'p-none' ? null : `${memberId}@canary.example`),
    linkTo: (roomId, memberId) => `https://www.example.org/session?room=${roomId}&member=${memberId}`,
  });
  // In three minutes: its room is made at once, and it is announced at once.
  const start = new Date(Math.ceil(Date.now() / 60_000 + 3) * 60_000).toISOString().slice(0, 16);
  const client = { role: 'client' } as const;
  const { id } = await hearthroom.createSeries({
    ...{ start, timeZone: 'UTC', rule: 'FREQ=WEEKLY;COUNT=3', lengthMinutes: 90 },
    members: [
      { id: 'p-anna', name: 'Canary Anna', ...client },
      { id: 'p-ben', name: 'Canary Ben', ...client },
      { id: 'p-none', name: 'Canary None', ...client },
    ],
  });
  await waitUntil(() => events.some(({ type }) => type === 'session.upcoming'), 'the session is announced');
  const sentTo = (address: string) => mails.filter(({ to }) => to === address);
  t.same([mails.length, sentTo('p-anna@canary.example').length, sentTo('p-ben@canary.example').length], [4, 2, 2]);
  const [invitation, reminder] = sentTo('p-anna@canary.example');
  const calendar = calendarOf(invitation);
  t.match(calendar, /METHOD:PUBLISH/);
  t.equal(new ICAL.Component(ICAL.parse(calendar)).getAllSubcomponents('vevent').length, 1);
  const [session] = await hearthroom.listOccurrences(id);
  // Quoted-printable breaks long lines.
  t.match(reminder?.text.replaceAll('=\r\n', ''), `room=3D${session?.roomId}`);
  await hearthroom.removeMember(id, 'p-ben');
  await waitUntil(() => sentTo('p-ben@canary.example').length === 3, 'the cancellation is sent');
  t.match(calendarOf(sentTo('p-ben@canary.example').at(-1)), /METHOD:CANCEL/);
  t.equal(sentTo('p-anna@canary.example').length, 2, 'nothing has changed for the others');
  t.notMatch(bodies.join(), /canary/i, 'webhooks contain neither names nor addresses');
  t.notMatch(mails.map(({ text }) => text).join(), 'Canary', 'mails contain no names');
});
