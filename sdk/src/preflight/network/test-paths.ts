/** Tries all ways to the media server at the same time, each by itself. */
import type { PreflightPath, PreflightPathName } from '../preflight-types.ts';
import { type Paths, pathNames } from './judge-line.ts';
import {
  type ConnectedPath,
  connectTransport,
  createTransport,
  hasRelayAddress,
  type PathContext,
} from './path-attempt.ts';

/** As long as a session waits. */
const patienceMs = 10_000;
/** Once another way works, one that a session would prefer is given this much longer. */
const preferencePatienceMs = 4_000;

interface Attempt {
  path: PreflightPath;
  connected: ConnectedPath | null;
  relayReached: boolean;
}

export interface PathsTest {
  /** The way that a session would take; null: none works. */
  best: Promise<ConnectedPath | null>;
  all: Promise<{ paths: Paths; relayReached: boolean }>;
  /** Closes all transports but that of `best`. */
  close(): void;
}

export function testPaths(context: PathContext, signal: AbortSignal): PathsTest {
  const given = new AbortController();
  const stop = (): void => given.abort();
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  const timer = setTimeout(stop, patienceMs);
  const attempts = pathNames.map((name) => tryPath(context, name, given.signal));
  const best = preferred(attempts);
  const all = Promise.all(attempts).then(async (ended) => {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
    const paths = Object.fromEntries(ended.map(({ path }, index) => [pathNames[index] ?? 'udp', path]));
    return { paths: { ...untested, ...paths }, relayReached: ended.some(({ relayReached }) => relayReached) };
  });
  return {
    best,
    all,
    close: () => {
      stop();
      for (const attempt of attempts)
        void Promise.all([attempt, best]).then(([{ connected }, kept]) => {
          if (connected && connected !== kept) connected.transport.close();
        });
    },
  };
}

/** The first in the order of preference that works; those after it are not waited for, and those before it only a while. */
function preferred(attempts: readonly Promise<Attempt>[]): Promise<ConnectedPath | null> {
  const ended = new Map<PreflightPathName, ConnectedPath | null>();
  return new Promise((resolve) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const choose = (isLate: boolean): void => {
      const candidates = isLate ? pathNames.filter((name) => ended.get(name)) : pathNames;
      const next = candidates.find((name) => ended.get(name) !== null);
      const chosen = next === undefined ? null : ended.get(next);
      if (chosen === undefined) return;
      clearTimeout(timer);
      resolve(chosen);
    };
    attempts.forEach((attempt, index) => {
      void attempt.then(({ connected }) => {
        ended.set(pathNames[index] ?? 'udp', connected);
        if (connected) timer ??= setTimeout(() => choose(true), preferencePatienceMs);
        choose(false);
      });
    });
  });
}

async function tryPath(context: PathContext, name: PreflightPathName, until: AbortSignal): Promise<Attempt> {
  const failed = (relayReached = false): Attempt => ({
    // Without the server's answers nothing is known of the network.
    path: context.link.isOpen ? { state: 'fails', connectMs: null } : nothing,
    connected: null,
    relayReached,
  });
  try {
    const transport = await createTransport(context, name, 'send');
    if (transport === null) return { ...failed(), path: { state: 'not-offered', connectMs: null } };
    const start = performance.now();
    const isConnected = await connectTransport(transport, until);
    const connectMs = Math.round(performance.now() - start);
    if (isConnected) {
      const connected = { name, transport, connectMs };
      return { path: { state: 'works', connectMs }, connected, relayReached: name.startsWith('relay') };
    }
    const relayReached = await hasRelayAddress(transport);
    transport.close();
    return failed(relayReached);
  } catch {
    return failed();
  }
}

const nothing: PreflightPath = { state: 'not-tested', connectMs: null };
export const untested: Paths = { udp: nothing, tcp: nothing, relayUdp: nothing, relayTcp: nothing, relayTls: nothing };
