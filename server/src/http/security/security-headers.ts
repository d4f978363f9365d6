/**
 * Headers that prevent framing and foreign scripts on pages served here, and keep their addresses out of Referer
 * headers.
 */
import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

/**
 * Only scripts, styles and connections of this server. The pages need blobs for media and images, and styles set by
 * script (constructable style sheets, which CSP does not restrict). `connect-src` names the WebSocket schemes because
 * not every browser includes wss: in 'self'. WebAssembly, which blurs backgrounds, is allowed; `eval` of texts is not.
 */
const directives = {
  'default-src': ["'none'"],
  'script-src': ["'self'", "'wasm-unsafe-eval'"],
  'style-src': ["'self'"],
  'img-src': ["'self'", 'data:', 'blob:'],
  'media-src': ["'self'", 'blob:'],
  'font-src': ["'self'"],
  'connect-src': ["'self'", 'ws:', 'wss:'],
  'worker-src': ["'self'", 'blob:'],
  'manifest-src': ["'self'"],
  'base-uri': ["'none'"],
  'form-action': ["'self'"],
  'frame-ancestors': ["'none'"],
};

const permissions = [
  'camera=(self)',
  'microphone=(self)',
  'display-capture=(self)',
  'speaker-selection=(self)',
  'autoplay=(self)',
  'fullscreen=(self)',
  'screen-wake-lock=(self)',
  'geolocation=()',
  'payment=()',
  'usb=()',
  'serial=()',
].join(', ');

export function registerSecurityHeaders(fastify: FastifyInstance): void {
  void fastify.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives },
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
    // Not for other hosts of the same domain, which this server must not decide about.
    strictTransportSecurity: { maxAge: 31_536_000, includeSubDomains: false },
  });
  fastify.addHook('onRequest', async (_request, reply) => {
    reply.header('permissions-policy', permissions);
  });
}
