/** The code of end-to-end encryption. It is loaded when a session connects, by load-encryption.ts alone. */
export { OwnSecrets } from './exchange/own-secrets.ts';
export { ReceivedSecrets } from './exchange/received-secrets.ts';
export { createIdentity } from './keys/identity.ts';
export { verificationCode } from './keys/verification-code.ts';
export { VerifiedIdentities } from './keys/verified-identities.ts';
export { createMediaEncryption } from './page/create-media-encryption.ts';
export { prepareWorker } from './page/encryption-workers.ts';
export { TextCipher } from './texts/text-cipher.ts';
