/** An HTTP server that receives webhooks, as a customer's backend would. */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type AuditCheckpointEvent,
  type RoomWebhookEvent,
  type SeriesChangedEvent,
  type SessionUpcomingEvent,
  type VerifyWebhookOptions,
  verifyWebhook,
} from '@hearthroom/sdk/webhooks';
import type { Test } from 'tap';

export const webhookSecret = 'a-webhook-secret-of-the-tests-0123456789';

export interface HookReceiver {
  /** The environment of a server that delivers to this one. */
  env: Record<string, string>;
  url: string;
  /** Every delivery about a room with a valid signature, including those answered with a failure. */
  received: { event: RoomWebhookEvent; text: string; headers: IncomingHttpHeaders }[];
  /** Checkpoints of the audit log; each was answered with 204. */
  checkpoints: { event: AuditCheckpointEvent; text: string }[];
  /** Events of series; each was answered with 204. */
  series: (SeriesChangedEvent | SessionUpcomingEvent)[];
  until(fits: () => boolean): Promise<void>;
}

/**
 * @param answer decides the answer to each delivery about a room; `count` starts at 1
 * @param options how deliveries are verified, and the address at which they arrive
 */
export async function receiveHooks(
  t: Pick<Test, 'teardown'>,
  answer: (response: ServerResponse, count: number) => void = (response) => response.writeHead(204).end(),
  { host = '127.0.0.1', ...options }: VerifyWebhookOptions & { host?: string | undefined } = {},
): Promise<HookReceiver> {
  const received: HookReceiver['received'] = [];
  const checkpoints: HookReceiver['checkpoints'] = [];
  const series: HookReceiver['series'] = [];
  let count = 0;
  const server = createServer(async (request: IncomingMessage, response) => {
    let text = '';
    for await (const part of request) text += String(part);
    const event = await verifyWebhook(text, request.headers, webhookSecret, options);
    await verifyWebhook(text, String(request.headers['hearthroom-signature']), webhookSecret, options);
    if (event.type === 'audit.checkpoint') {
      checkpoints.push({ event, text });
      response.writeHead(204).end();
      return;
    }
    if (event.type === 'series.changed' || event.type === 'session.upcoming') {
      series.push(event);
      response.writeHead(204).end();
      return;
    }
    count += 1;
    received.push({ event, text, headers: request.headers });
    answer(response, count);
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const url = `http://${host}:${port}/hooks`;
  return {
    url,
    env: { HEARTHROOM_WEBHOOK_URL: url, HEARTHROOM_WEBHOOK_SECRET: webhookSecret },
    received,
    checkpoints,
    series,
    until: async (fits) => {
      while (!fits()) await new Promise((resolve) => setTimeout(resolve, 10));
    },
  };
}
