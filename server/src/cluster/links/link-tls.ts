/**
 * TLS of the links between nodes: TLS 1.2 with a pre-shared key and ephemeral Diffie-Hellman (RFC 5489, RFC 7905).
 * Both sides prove that they have the secret of the database; there are no certificates.
 */
import { constants, hkdfSync } from 'node:crypto';
import type { ConnectionOptions, TlsOptions } from 'node:tls';

const keyInfo = 'hearthroom node link 1';
const keyBytes = 32;

/** @param serverSecret of the database that the nodes share */
export const linkKeyOf = (serverSecret: Uint8Array): Buffer =>
  Buffer.from(hkdfSync('sha256', serverSecret, new Uint8Array(), keyInfo, keyBytes));

const common = {
  minVersion: 'TLSv1.2',
  maxVersion: 'TLSv1.2',
  // The only one in OpenSSL 3 with a pre-shared key, forward secrecy and authenticated encryption.
  ciphers: 'ECDHE-PSK-CHACHA20-POLY1305',
  // A session ticket would outlive forward secrecy.
  secureOptions: constants.SSL_OP_NO_TICKET | constants.SSL_OP_NO_RENEGOTIATION,
} as const;

export const acceptingTls = (key: Buffer): TlsOptions => ({ ...common, pskCallback: () => key });

/** @param incarnation of this node, its identity */
export const openingTls = (key: Buffer, incarnation: string): ConnectionOptions => ({
  ...common,
  pskCallback: () => ({ psk: key, identity: incarnation }),
  // There is no certificate. A peer without the key fails the handshake.
  checkServerIdentity: () => undefined,
});
