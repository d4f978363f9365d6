/** A server of LiveKit: its binary, started here, or one that runs elsewhere. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findServerPort } from '../free-port.ts';
import { ServerProcess } from '../measured-process.ts';
import type { Network } from '../network.ts';
import type { LiveKitPorts } from './livekit-config.ts';
import type { ApiKey } from './livekit-token.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface LiveKitServer {
  /** ws://host:port */
  url: string;
  key: ApiKey;
  /** Null: it runs elsewhere. */
  own: { pid: number; mediaPort: number } | null;
  close(): Promise<void>;
}

export interface FoundLiveKit {
  version: string;
  /** @param render makes the YAML of a server that is started here */
  start(network: Network, render: (ports: LiveKitPorts, key: ApiKey) => string): Promise<LiveKitServer>;
}

const ownKey: ApiKey = { id: 'bench', secret: 'a-secret-of-the-bench-0123456789abcdef' };

/** @returns the reason, in one line, if the environment names no server */
export function findLiveKitServer(env: Environment): FoundLiveKit | { missing: string } {
  const { LIVEKIT_SERVER_BIN: bin, LIVEKIT_URL: url, LIVEKIT_API_KEY: id, LIVEKIT_API_SECRET: secret } = env;
  if (bin) {
    const probe = spawnSync(bin, ['--version'], { encoding: 'utf8' });
    if (probe.error) return { missing: `LiveKit: LIVEKIT_SERVER_BIN does not run (${probe.error.message})` };
    const [, version = 'unknown'] = /version (\S+)/.exec(probe.stdout) ?? [];
    return { version, start: (network, render) => start(bin, network, render) };
  }
  if (url && id && secret) {
    const server = { url, key: { id, secret }, own: null, close: async () => {} };
    return { version: 'of LIVEKIT_URL', start: async () => server };
  }
  return { missing: 'LiveKit: set LIVEKIT_SERVER_BIN, or LIVEKIT_URL with LIVEKIT_API_KEY and LIVEKIT_API_SECRET' };
}

async function start(
  bin: string,
  network: Network,
  render: (ports: LiveKitPorts, key: ApiKey) => string,
): Promise<LiveKitServer> {
  const directory = await mkdtemp(join(tmpdir(), 'hearthroom-livekit-'));
  const ports = { signaling: await findServerPort(), media: await findServerPort() };
  const file = join(directory, 'livekit.yaml');
  await writeFile(file, render(ports, ownKey));
  const server = new ServerProcess(network.place([bin, '--config', file]));
  const close = async () => {
    await server.close();
    await rm(directory, { recursive: true, force: true });
  };
  const address = `${network.serverAddress}:${ports.signaling}`;
  try {
    await server.prints(/starting LiveKit server/);
    await untilOpen(`http://${address}`);
  } catch (error) {
    await close();
    throw error;
  }
  return { url: `ws://${address}`, key: ownKey, own: { pid: server.pid, mediaPort: ports.media }, close };
}

/** It logs its start before it listens. */
async function untilOpen(url: string): Promise<void> {
  const giveUpAt = performance.now() + 10_000;
  for (;;) {
    try {
      await fetch(url);
      return;
    } catch (error) {
      if (performance.now() > giveUpAt) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
