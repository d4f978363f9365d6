/** The code of end-to-end encryption. It is loaded when a session connects, by import-encryption.ts alone. */
export { createMediaEncryption, type MediaEncryptionSetup } from './page/create-media-encryption.ts';
export { prepareWorker } from './page/encryption-workers.ts';
export type { MediaEncryption } from './page/media-encryption.ts';
export { EncryptedSession } from './session/encrypted-session.ts';
