/** The code of end-to-end encryption. It is loaded when a session connects, by load-encryption.ts alone. */
export { createMediaEncryption } from './page/create-media-encryption.ts';
export { prepareWorker } from './page/encryption-workers.ts';
export { EncryptedSession } from './session/encrypted-session.ts';
