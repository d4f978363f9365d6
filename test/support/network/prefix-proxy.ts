/**
 * A reverse proxy that serves a server under a path and removes it from requests, as `location /calls/ { proxy_pass
 * http://server/; }` of nginx does.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import type { Test } from 'tap';

export interface PrefixProxy {
  /** With the path, without a trailing slash. */
  url: string;
  /** Requests outside its path. */
  strayed: string[];
}

/** @param headers added to each request */
export async function startPrefixProxy(
  t: Test,
  target: string,
  prefix: string,
  headers: Record<string, string> = {},
): Promise<PrefixProxy> {
  const strayed: string[] = [];
  const proxy = createServer();
  const forward = (incoming: IncomingMessage) => {
    const path = incoming.url ?? '';
    if (!path.startsWith(`${prefix}/`)) {
      strayed.push(path);
      return null;
    }
    const { method } = incoming;
    const sent = { ...incoming.headers, ...headers };
    return request(`${target}${path.slice(prefix.length)}`, { ...(method && { method }), headers: sent });
  };
  proxy.on('request', (incoming, answer) => {
    const onward = forward(incoming);
    if (!onward) return answer.writeHead(404).end();
    onward.on('response', (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(answer);
    });
    onward.on('error', () => answer.destroy());
    incoming.pipe(onward);
  });
  proxy.on('upgrade', (incoming, client) => {
    const onward = forward(incoming);
    if (!onward) return client.destroy();
    onward.on('upgrade', (response, server) => {
      const lines = Object.entries(response.headers).map(([name, value]) => `${name}: ${value}`);
      client.write(['HTTP/1.1 101 Switching Protocols', ...lines, '', ''].join('\r\n'));
      client.pipe(server).pipe(client);
      client.on('error', () => server.destroy());
      server.on('error', () => client.destroy());
    });
    onward.on('response', () => client.destroy());
    onward.on('error', () => client.destroy());
    onward.end();
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  t.teardown(() => {
    proxy.closeAllConnections();
    proxy.close();
  });
  const address = proxy.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { url: `http://127.0.0.1:${address.port}${prefix}`, strayed };
}
