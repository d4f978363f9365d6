/** The parts `server`, `paths` and `line`: from the first connection to the echo. */
import type { HearthroomError } from '../../core/hearthroom-error.ts';
import { unlessHidden, watchingPage } from '../page-visibility.ts';
import type { PreflightCode } from '../preflight-codes.ts';
import type { PreflightTools } from '../preflight-tools.ts';
import type { PreflightProgress, PreflightReport, PreflightResult } from '../preflight-types.ts';
import { notTested, resultOf } from '../results.ts';
import { measureLine, unmeasured } from './echo-line.ts';
import { judgeLine, judgePaths } from './judge-line.ts';
import type { PathContext } from './path-attempt.ts';
import { LinkError, type OpenedLink, PreflightLink } from './preflight-link.ts';
import { testPaths, untested } from './test-paths.ts';

export interface NetworkOptions {
  /** URL of the WebSocket. */
  address: string;
  token: string;
  tools: PreflightTools;
  signal: AbortSignal;
  tell: (progress: PreflightProgress) => void;
}

export type NetworkReport = Pick<PreflightReport, 'server' | 'paths' | 'line'>;

/** Answers of this server are slow. */
const slowMs = 1_500;
const pings = 3;

export async function testNetwork(options: NetworkOptions): Promise<NetworkReport> {
  const { tell, signal } = options;
  signal.throwIfAborted();
  tell({ part: 'server', state: 'running' });
  let opened: OpenedLink;
  try {
    opened = await openLink(options);
  } catch (error) {
    signal.throwIfAborted();
    const server = { ...resultOf([await explain(error, options)]), roundTripMs: null };
    tell({ part: 'server', state: 'done', result: server });
    return { server, paths: { ...notTested, ...untested }, line: { ...notTested, ...unmeasured } };
  }
  try {
    return await testMedia(options, opened);
  } finally {
    opened.link.close();
  }
}

/** Rejects with LinkError. */
function openLink({ address, token, tools, signal }: NetworkOptions): Promise<OpenedLink> {
  return PreflightLink.open(address, token, tools.environment, signal);
}

async function testMedia(options: NetworkOptions, opened: OpenedLink): Promise<NetworkReport> {
  const { tools, signal, tell } = options;
  const { link, routerRtpCapabilities, arrival } = opened;
  const roundTripMs = await measureSignaling(link);
  const device = await tools.loadDevice(tools.environment, routerRtpCapabilities).catch(() => null);
  signal.throwIfAborted();
  const isSlow = roundTripMs === null ? link.isOpen : roundTripMs > slowMs;
  const server = { ...resultOf(isSlow ? ['server-slow'] : []), roundTripMs };
  tell({ part: 'server', state: 'done', result: server });
  if (device === null) return { server, paths: { ...notTested, ...untested }, line: { ...notTested, ...unmeasured } };
  tell({ part: 'paths', state: 'running' });
  const context: PathContext = { device, link, iceServers: arrival.iceServers };
  const test = testPaths(context, signal);
  try {
    const [all, line] = await Promise.all([
      test.all.then((all) => {
        tell({ part: 'paths', state: 'done', result: resultOfPaths(all) });
        return all;
      }),
      testLine(options, context, test.best),
    ]);
    const isInterrupted = !link.isOpen;
    return {
      server: isInterrupted ? { ...resultOf([...server.codes, 'server-interrupted']), roundTripMs } : server,
      paths: { ...resultOfPaths(all), ...all.paths },
      line,
    };
  } finally {
    test.close();
    signal.throwIfAborted();
  }
}

function resultOfPaths({ paths, relayReached }: Awaited<ReturnType<typeof testPaths>['all']>): PreflightResult {
  const codes = judgePaths(paths, relayReached);
  return codes === null ? notTested : resultOf(codes);
}

async function testLine(
  { signal, tell }: NetworkOptions,
  context: PathContext,
  best: ReturnType<typeof testPaths>['best'],
): Promise<PreflightReport['line']> {
  const path = await best;
  if (path === null) return { ...notTested, ...unmeasured };
  tell({ part: 'line', state: 'running' });
  const { result: line, wasHidden } = await watchingPage(() =>
    measureLine(context, path, signal).catch(() => {
      signal.throwIfAborted();
      return null;
    }),
  );
  const measured = line ?? { ...unmeasured, path: path.name };
  // Nothing came back because the server ended it.
  if (!context.link.isOpen) return { ...notTested, ...unmeasured };
  const codes: readonly PreflightCode[] = line === null ? ['line-no-echo'] : judgeLine(line);
  const result = resultOf(unlessHidden(codes, wasHidden, 'line-page-hidden'));
  tell({ part: 'line', state: 'done', result });
  return { ...result, ...measured };
}

/** The best of a few; null: there was no answer. */
async function measureSignaling(link: PreflightLink): Promise<number | null> {
  let best: number | null = null;
  for (let count = 0; count < pings; count += 1) {
    const ms = await link.measureRoundTrip().catch(() => null);
    if (ms === null) break;
    best = Math.min(best ?? ms, ms);
  }
  return best === null ? null : Math.round(best);
}

async function explain(error: unknown, { address, tools }: NetworkOptions): Promise<PreflightCode> {
  const code = error instanceof LinkError ? error.code : 'internal';
  switch (code) {
    case 'preflight-off':
      return 'server-off';
    case 'preflight-busy':
    case 'too-many-connections':
    case 'media-unavailable':
    case 'server-draining':
    case 'server-shutdown':
    case 'storage-unavailable':
      return 'server-busy';
    case 'server-too-old':
    case 'client-too-old':
      return 'server-too-old';
    case 'connection-lost':
    case 'request-timeout':
      return whyUnreached(await tools.explainUnreached(address, tools.environment));
    default:
      return code.startsWith('token-') || code === 'origin-not-allowed' ? 'server-token-refused' : 'server-interrupted';
  }
}

const whyUnreached = ({ code }: HearthroomError): PreflightCode =>
  code === 'not-hearthroom' ? 'server-websocket-blocked' : 'server-unreachable';
