/** DTLS and the ciphers of SRTP. docs/worker.md has the reasons. */

/** @type {readonly import('./patch.mjs').Patch[]} */
export const dtls = [
  {
    // The flag is or-ed with the operation. Taken for an operation, OpenSSL with kernel TLS hears that the kernel encrypts:
    // it makes no write buffer and crashes on the first DTLS ClientHello.
    file: 'src/RTC/DtlsTransport.cpp',
    find: '(operationType == BIO_CB_RETURN)',
    replace: '(operationType & BIO_CB_RETURN)',
  },
  {
    // SSL_get_error() looks at the thread's queue of errors. A transport that ends during its handshake leaves one there, for which
    // the next one that reads was closed.
    file: 'src/RTC/DtlsTransport.cpp',
    find: `		// Must call SSL_read() to process received DTLS data.
`,
    replace: `		ERR_clear_error();

		// Must call SSL_read() to process received DTLS data.
`,
  },
  {
    // Both are sound; the shorter key costs less for each packet. The order is the server's choice in DTLS (RFC 5764, 4.1.2).
    file: 'src/RTC/DtlsTransport.cpp',
    find: `		{ RTC::SrtpSession::CryptoSuite::AEAD_AES_256_GCM,        "SRTP_AEAD_AES_256_GCM"  },
		{ RTC::SrtpSession::CryptoSuite::AEAD_AES_128_GCM,        "SRTP_AEAD_AES_128_GCM"  },`,
    replace: `		{ RTC::SrtpSession::CryptoSuite::AEAD_AES_128_GCM,        "SRTP_AEAD_AES_128_GCM"  },
		{ RTC::SrtpSession::CryptoSuite::AEAD_AES_256_GCM,        "SRTP_AEAD_AES_256_GCM"  },`,
  },
  {
    // AES-GCM comes from OpenSSL whatever libsrtp was built with (overlay/libsrtp3/aes-gcm.cpp).
    file: 'src/DepLibSRTP.cpp',
    find: 'err = srtp_init();',
    replace: 'err = hearthroom_srtp_init();',
  },
];
