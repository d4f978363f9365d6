/** The first message of a connection: what a client needs before it authenticates. The same for everybody. */
import { createHash } from 'node:crypto';
import { type Notification, oldestClientRevision, protocolRevision } from '@hearthroom/sdk/protocol';

export interface Hello {
  params: Extract<Notification, { method: 'hello' }>['params'];
  /** Equal for equal params: nodes of different versions or settings have different ones. */
  fingerprint: string;
}

export function helloOf(routerRtpCapabilities: unknown): Hello {
  const params = { routerRtpCapabilities, revision: protocolRevision, oldestClientRevision };
  return { params, fingerprint: createHash('sha256').update(JSON.stringify(params)).digest('base64url') };
}
