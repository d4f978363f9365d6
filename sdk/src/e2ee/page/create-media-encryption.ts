import type { ReceivedCounter } from '../worker/worker-messages.ts';
import { takeWorker } from './encryption-workers.ts';
import { MediaEncryption } from './media-encryption.ts';

export interface MediaEncryptionSetup {
  /** Own participant id. */
  participantId: string;
  /** What the application's `keyProvider` returned: mixed into the secrets of media. Null: no application has one. */
  appSecret: Uint8Array<ArrayBuffer> | null;
  /** Of a worker before this one: frames that are not accepted again. */
  received?: readonly ReceivedCounter[];
}

/** For one session; to be closed with it. */
export function createMediaEncryption(setup: MediaEncryptionSetup): MediaEncryption {
  const worker = takeWorker();
  return new MediaEncryption({
    ...setup,
    worker,
    createTransform: (options) => new RTCRtpScriptTransform(worker, options),
  });
}
