/**
 * The process: reads the environment, starts the server, handles signals and exit codes. Only this file reads settings
 * from process.env.
 */
import process from 'node:process';
import { isatty } from 'node:tty';
import { type App, buildApp } from './app.ts';
import { type Config, ConfigError, describeConfig, loadConfig } from './config/config.ts';
import { AppError } from './core/errors/errors.ts';
import { createDemoLinks, withDemoKey } from './demo/demo.ts';
import { Shutdown, shutdownSignals } from './process/shutdown.ts';
import { findMend } from './process/start-errors.ts';

function readConfig(): Config {
  try {
    return loadConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return fail(error.message);
  }
}

/** Time to send close frames before the process exits. */
const closeFramesMs = 200;

/** Text for people. If standard output is not a terminal it is the log, which programs read as JSON lines. */
const say = (text: string): void => (isatty(1) ? console.log(text) : console.error(text));

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

/** The URL for a browser on this machine; an unspecified address is replaced by loopback. */
function urlOf(config: Config, port: number): string {
  const isAny = config.listen.host === '0.0.0.0' || config.listen.host === '::';
  const host = isAny ? '127.0.0.1' : config.listen.host;
  // RFC 6874: the zone of a link-local address
  return `${config.tls ? 'https' : 'http'}://${host.includes(':') ? `[${host.replace('%', '%25')}]` : host}:${port}`;
}

async function printLinks(app: App, config: Config, baseUrl: string): Promise<void> {
  say(`\nHearthroom's demo is on ${baseUrl}. Open each link in a window of its own:\n`);
  for (const { person, url } of await createDemoLinks(app, config, baseUrl)) say(`  ${person}\n  ${url}\n`);
  say('Clients wait until the therapist admits them. Stop with Ctrl+C.\n');
}

function closeOnSignals(app: App): Shutdown {
  const ending = new Shutdown({
    drain: app.drain,
    shutDown: app.shutDown,
    exit: (code) => process.exit(code),
    fail,
  });
  for (const signal of shutdownSignals) process.on(signal, () => ending.handleSignal(signal));
  return ending;
}

/**
 * An uncaught error is logged, with redaction, and the process exits. Decisions are already stored; a restart resumes
 * them.
 */
function reportCrashes(app: App): void {
  const crash = (error: unknown): void => {
    app.log.error({ err: error }, 'crashed');
    process.exit(1);
  };
  process.on('uncaughtException', crash);
  process.on('unhandledRejection', crash);
}

/**
 * On a terminal, and with nothing to reload, SIGHUP keeps its default: the terminal was closed. Without a terminal
 * (systemd, containers) it never ends the server.
 */
function reloadOnSignal(app: App, config: Config): void {
  const hasTerminal = [0, 1, 2].some((descriptor) => isatty(descriptor));
  if (hasTerminal && config.keysFile === null && config.tls === null) return;
  process.on('SIGHUP', () => {
    app.reloadCertificate();
    if (config.keysFile === null) return;
    app.reloadKeys().catch((error: unknown) => {
      // The problem with the file is already logged.
      if (!(error instanceof AppError)) throw error;
    });
  });
}

/** The supervisor starts it again, as another node without rooms. */
function endWhenLost(app: App): void {
  void app.lost.then(() => setTimeout(() => process.exit(1), closeFramesMs));
}

async function start(configured: Config): Promise<void> {
  const config = withDemoKey(configured);
  const app = await buildApp(config);
  reportCrashes(app);
  endWhenLost(app);
  // Before it listens: a node gives back its name, and the rooms that it has begun to take.
  const ending = closeOnSignals(app);
  try {
    await app.listen({ host: config.listen.host, port: config.listen.port });
  } catch (error) {
    // Closed by a signal meanwhile, which ends the process.
    if (ending.isClosing) return;
    throw error;
  }
  const bound = app.fastify.server.address();
  const { port } = bound !== null && typeof bound === 'object' ? bound : config.listen;
  app.log.info({ port, tls: config.tls !== null }, 'listening');
  reloadOnSignal(app, config);
  const baseUrl = urlOf(config, port);
  // The demo's links of a node are those of `npm run cluster`.
  if (config.mode === 'demo' && config.cluster === null) await printLinks(app, config, baseUrl);
  else say(`Hearthroom listens on ${baseUrl}`);
}

if (process.argv.includes('--help')) {
  console.log(describeConfig());
} else {
  const config = readConfig();
  start(config).catch((error: unknown) => fail(findMend(error, config)));
}
