/** What monitoring may listen to. Business code emits here; metrics and logs listen; nothing flows back. */
import { EventEmitter } from 'node:events';
import type { ErrorCode, Phase } from '@hearthroom/sdk/protocol';

export interface ServerEvents {
  /** A client was admitted, after waiting so long. */
  admission: [{ waitedMs: number }];
  /** An event or a request was refused. */
  rejection: [{ code: ErrorCode }];
  phaseChanged: [{ from: Phase; to: Phase }];
  /** First media packet forwarded to a seat, so long after it became admitted. */
  firstPacket: [{ afterAdmitMs: number }];
  connectionOpened: [];
  connectionClosed: [{ reason: string }];
  workerDied: [{ worker: number }];
}

export class ServerObserver extends EventEmitter<ServerEvents> {}
