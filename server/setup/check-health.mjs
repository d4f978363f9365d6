// The container's health check: exits 0 if the server in this container answers that it is alive.
const { HEARTHROOM_HOST: host, HEARTHROOM_PORT: port = '3000', HEARTHROOM_TLS_CERT: certificate } = process.env;

// The certificate is issued for the name that clients use, not for this address; nothing secret is sent or trusted.
process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
process.removeAllListeners('warning');

/** @param {string | undefined} listenHost */
function reachable(listenHost) {
  if (!listenHost || listenHost === '0.0.0.0' || listenHost === '::') {
    return '127.0.0.1';
  }
  return listenHost.includes(':') ? `[${listenHost}]` : listenHost;
}

try {
  const url = `${certificate ? 'https' : 'http'}://${reachable(host)}:${port}/healthz`;
  const response = await fetch(url, { signal: AbortSignal.timeout(4_000) });
  process.exitCode = response.ok ? 0 : 1;
} catch {
  process.exitCode = 1;
}
