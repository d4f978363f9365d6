import { takeWorker } from './encryption-workers.ts';
import { MediaEncryption } from './media-encryption.ts';

export interface MediaEncryptionSetup {
  /** Own participant id. */
  participantId: string;
  /** What the application's `keyProvider` returned: mixed into the secrets of media. Null: no application has one. */
  appSecret: Uint8Array<ArrayBuffer> | null;
}

/** For one session; to be closed with it. */
export function createMediaEncryption({ participantId, appSecret }: MediaEncryptionSetup): MediaEncryption {
  const worker = takeWorker();
  return new MediaEncryption({
    worker,
    createTransform: (options) => new RTCRtpScriptTransform(worker, options),
    participantId,
    appSecret,
  });
}
