/** The example that sends mail: a real server, its webhooks, and a real mail server. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { RestClient } from '@hearthroom/sdk/server';
import { verifyWebhook, type WebhookEvent } from '@hearthroom/sdk/webhooks';
import { createTransport } from 'nodemailer';
import { SMTPServer } from 'smtp-server';
import t, { type Test } from 'tap';
import { Mailer } from '../../../examples/mail/mailer.ts';
import { waitUntil } from '../../support/media/wait-until.ts';
import { readCalendar } from '../../support/series/calendar-program.ts';
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

/** Quoted-printable breaks long lines. */
const linkIn = (mail: Mail | undefined): string | undefined =>
  /http:\/\/127\.0\.0\.1:\d+\/j\/[\w-]+/.exec(mail?.text.replaceAll('=\r\n', '') ?? '')?.[0];

/** The calendar file of a mail. */
function calendarOf(mail: Mail | undefined): string {
  const [, encoded = ''] =
    /Content-Type: text\/calendar[\s\S]*?base64\r\n(?:[\w-]+:[^\r]*\r\n)*\r\n([\w+/=\r\n]+?)\r\n\r?\n?--/.exec(
      mail?.text ?? '',
    ) ?? [];
  return Buffer.from(encoded, 'base64').toString();
}

t.test(
  'invitations, reminders and cancellations are sent, with personal links, and only the application knows addresses',
  async (t) => {
    const { port, mails } = await startMailServer(t);
    let mailer: Mailer | null = null;
    const { env, bodies, events } = await startReceiver(t, async (event) => await mailer?.handle(event));
    const server = await startTestServer({ env: { ...env, HEARTHROOM_PAGES: 'true' } });
    t.teardown(() => server.close());
    const hearthroom = new RestClient({ url: server.url, key: testKey });
    const transport = createTransport({ host: '127.0.0.1', port, secure: false, ignoreTLS: true });
    t.teardown(() => transport.close());
    const links = new Map<string, string>();
    mailer = new Mailer({
      ...{ hearthroom, origin: server.url, transport, from: 'practice@example.org' },
      addressOf: async (memberId) => (memberId === 'p-none' ? null : `${memberId}@canary.example`),
      links: {
        find: async (seriesId, memberId) => links.get(`${seriesId} ${memberId}`) ?? null,
        keep: async (seriesId, memberId, link) => void links.set(`${seriesId} ${memberId}`, link),
      },
    });
    // In three minutes: its room is made at once, and it is announced at once.
    const start = new Date(Math.ceil(Date.now() / 60_000 + 3) * 60_000).toISOString().slice(0, 16);
    const client = { role: 'client' } as const;
    const { id } = await hearthroom.createSeries({
      ...{ start, timeZone: 'UTC', rule: 'FREQ=WEEKLY;COUNT=3', lengthMinutes: 90 },
      calendarOrganizer: 'practice@example.org',
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
    const link = linkIn(invitation);
    t.ok(link, 'the invitation has a link');
    const { method, organizers, urls } = readCalendar(calendar);
    t.same(
      { method, organizers, urls },
      { method: 'PUBLISH', organizers: ['mailto:practice@example.org'], urls: [link] },
    );
    t.equal(linkIn(reminder), link, 'a reminder has the same one');
    t.not(linkIn(sentTo('p-ben@canary.example')[0]), link);
    t.equal((await fetch(String(link))).status, 200);
    const linked = await hearthroom.listSeriesInvitations(id);
    t.same(linked.map(({ memberId }) => memberId).sort(), ['p-anna', 'p-ben'], 'who gets no mail has no link');
    await hearthroom.removeMember(id, 'p-ben');
    await waitUntil(() => sentTo('p-ben@canary.example').length === 3, 'the cancellation is sent');
    const cancellation = sentTo('p-ben@canary.example').at(-1);
    t.match(calendarOf(cancellation), /METHOD:CANCEL/);
    t.equal(linkIn(cancellation), undefined);
    t.equal(sentTo('p-anna@canary.example').length, 2, 'nothing has changed for the others');
    const second = (await hearthroom.listOccurrences(id))[1]?.id ?? '';
    await hearthroom.skipOccurrence(id, second);
    await waitUntil(() => sentTo('p-anna@canary.example').length === 3, 'the change is sent');
    t.equal(linkIn(sentTo('p-anna@canary.example').at(-1)), link, 'the link stays');
    await hearthroom.revokeSeriesInvitation(id, linked.find(({ memberId }) => memberId === 'p-anna')?.id ?? '');
    await hearthroom.restoreOccurrence(id, second);
    await waitUntil(() => sentTo('p-anna@canary.example').length === 4, 'the change is sent');
    const renewed = sentTo('p-anna@canary.example').at(-1);
    t.not(linkIn(renewed), link, 'one that was revoked is replaced');
    t.same(readCalendar(calendarOf(renewed)).urls, [linkIn(renewed)]);
    t.notMatch(bodies.join(), /canary/i, 'webhooks contain neither names nor addresses');
    t.notMatch(mails.map(({ text }) => text).join(), 'Canary', 'mails contain no names');
  },
);
