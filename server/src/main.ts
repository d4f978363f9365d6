/** The process: environment in, listening server out, signals, exit codes. Nothing else takes settings from process.env. */
import process from 'node:process';
import { isatty } from 'node:tty';
import { type App, buildApp } from './app.ts';
import { type Config, ConfigError, describeConfig, loadConfig } from './config/config.ts';
import { AppError } from './core/errors.ts';
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

/** Words for people. Standard output that is no terminal is the log, which programs read line by line as JSON. */
const say = (text: string): void => (isatty(1) ? console.log(text) : console.error(text));

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

/** The address that a person on this machine types; an unspecified one is reached by the loopback. */
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

function closeOnSignals(app: App): void {
  const ending = new Shutdown({
    drain: app.drain,
    shutDown: app.shutDown,
    exit: (code) => process.exit(code),
    fail,
  });
  for (const signal of shutdownSignals) process.on(signal, () => ending.handleSignal(signal));
}

/** A bug that nobody caught: into the log, with its redaction, and out. What was decided is stored; a restart resumes it. */
function reportCrashes(app: App): void {
  const crash = (error: unknown): void => {
    app.log.error({ err: error }, 'crashed');
    process.exit(1);
  };
  process.on('uncaughtException', crash);
  process.on('unhandledRejection', crash);
}

/**
 * Started from a terminal, and with nothing to read anew, the signal keeps its meaning: the terminal is gone. Without a terminal
 * (systemd, containers) it never ends the server.
 */
function reloadOnSignal(app: App, config: Config): void {
  const hasTerminal = [0, 1, 2].some((descriptor) => isatty(descriptor));
  if (hasTerminal && config.keysFile === null && config.tls === null) return;
  process.on('SIGHUP', () => {
    app.reloadCertificate();
    try {
      if (config.keysFile !== null) app.reloadKeys();
    } catch (error) {
      // What is wrong with the file is in the log already.
      if (!(error instanceof AppError)) throw error;
    }
  });
}

async function start(configured: Config): Promise<void> {
  const config = withDemoKey(configured);
  const app = await buildApp(config);
  reportCrashes(app);
  await app.fastify.listen({ host: config.listen.host, port: config.listen.port });
  const bound = app.fastify.server.address();
  const { port } = bound !== null && typeof bound === 'object' ? bound : config.listen;
  app.log.info({ port, tls: config.tls !== null }, 'listening');
  closeOnSignals(app);
  reloadOnSignal(app, config);
  const baseUrl = urlOf(config, port);
  if (config.mode === 'demo') await printLinks(app, config, baseUrl);
  else say(`Hearthroom listens on ${baseUrl}`);
}

if (process.argv.includes('--help')) {
  console.log(describeConfig());
} else {
  const config = readConfig();
  start(config).catch((error: unknown) => fail(findMend(error, config)));
}
