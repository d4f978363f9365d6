import type { MediaOutage } from '../../src/index.ts';
import type { Texts } from '../texts/texts.ts';

/** For IT support: what to allow, one line for each address and port of the server. Empty when none is known. */
export function serverLines({ servers }: MediaOutage, texts: Texts['outage']): string[] {
  const protocols = new Map<string, { address: string; port: number; names: string[] }>();
  for (const { protocol, address, port } of servers) {
    const key = `${address} ${port}`;
    const entry = protocols.get(key) ?? { address, port, names: [] };
    entry.names.push(protocol.toUpperCase());
    protocols.set(key, entry);
  }
  return [...protocols.values()].map(({ address, port, names }) =>
    texts.server(`${port} (${names.join('/')})`, address),
  );
}
