/** The real nginx and Caddy with the configuration files of examples/deploy, on free loopback ports. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect as connectTcp, createServer } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Test } from 'tap';
import { type CertificateFiles, makeCertificate } from '../server/keys/certificates.ts';

export type ProxyName = 'nginx' | 'caddy';

export interface Place {
  directory: string;
  port: number;
  /** Port on which nginx redirects http requests. */
  plainPort: number;
  certificate: CertificateFiles;
  /** The server's address and port. */
  upstream: string;
}

interface Recipe {
  program: string;
  versionArgs: string[];
  /** The example with the addresses and paths of this test filled in. */
  write(place: Place): string;
  /** The same under /calls, as the comment in the example says. */
  moveUnderPath(text: string): string;
  check(file: string): string[];
  run(file: string): string[];
}

const readExample = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`../../../examples/deploy/${name}`, import.meta.url)), 'utf8');

/** Throws if the text is missing: after a change of the example, the test must be adapted. */
function replace(text: string, changes: readonly (readonly [string, string])[]): string {
  let result = text;
  for (const [from, to] of changes) {
    if (!result.includes(from)) throw new Error(`the example has no line with: ${from}`);
    result = result.replaceAll(from, to);
  }
  return result;
}

const recipes: Record<ProxyName, Recipe> = {
  nginx: {
    program: process.env.NGINX_BIN ?? 'nginx',
    versionArgs: ['-v'],
    write({ directory, port, plainPort, certificate, upstream }) {
      const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
        .map((kind) => `${kind}_temp_path ${join(directory, kind)};`)
        .join(' ');
      return replace(readExample('nginx.conf'), [
        ['user www-data;', `user ${userInfo().username};`],
        ['/run/nginx.pid', join(directory, 'nginx.pid')],
        ['/var/log/nginx/error.log', join(directory, 'proxy.log')],
        ['http {', `http { ${temporary}`],
        ['    listen [::]:80;\n', ''],
        ['    listen [::]:443 ssl;\n', ''],
        ['listen 80;', `listen 127.0.0.1:${plainPort};`],
        ['listen 443 ssl;', `listen 127.0.0.1:${port} ssl;`],
        ['server 127.0.0.1:3000;', `server ${upstream};`],
        ['/etc/letsencrypt/live/calls.example.org/fullchain.pem', certificate.certificateFile],
        ['/etc/letsencrypt/live/calls.example.org/privkey.pem', certificate.keyFile],
      ]);
    },
    moveUnderPath: (text) =>
      replace(text, [
        ['location = /metrics', 'location = /calls/metrics'],
        [
          'location / {\n      proxy_pass http://hearthroom;',
          'location /calls/ {\n      proxy_pass http://hearthroom/;',
        ],
      ]),
    check: (file) => ['-t', '-q', '-c', file],
    run: (file) => ['-g', 'daemon off;', '-c', file],
  },
  caddy: {
    program: process.env.CADDY_BIN ?? 'caddy',
    versionArgs: ['version'],
    write({ port, certificate: { certificateFile, keyFile }, upstream }) {
      return replace(readExample('Caddyfile'), [
        ['\tlog {', '\tadmin off\n\tauto_https disable_redirects\n\tlog {'],
        ['\ncalls.example.org {', `\nhttps://127.0.0.1:${port} {\n\ttls ${certificateFile} ${keyFile}`],
        ['reverse_proxy 127.0.0.1:3000', `reverse_proxy ${upstream}`],
      ]);
    },
    moveUnderPath: (text) =>
      replace(text, [['\trespond /metrics 404', '\thandle_path /calls/* {\n\trespond /metrics 404']]).replace(
        /\n}\n$/,
        '\n\t}\n}\n',
      ),
    check: (file) => ['validate', '--adapter', 'caddyfile', '--config', file],
    run: (file) => ['run', '--adapter', 'caddyfile', '--config', file],
  },
};

/** The nginx file for this place, under /calls, in front of a server that itself uses TLS. */
export const nginxBeforeTls = (place: Place): string =>
  replace(recipes.nginx.moveUnderPath(recipes.nginx.write(place)), [['http://hearthroom/', 'https://hearthroom/']]);

/** @returns why it cannot be run, or false */
export function whyNoProxy(name: ProxyName): string | false {
  const { program, versionArgs } = recipes[name];
  return spawnSync(program, versionArgs).status !== 0 && `needs ${name}, or ${name.toUpperCase()}_BIN with its path`;
}

export interface DeployedProxy {
  /** Over TLS, with `certificate`. */
  url: string;
  plainUrl: string;
  certificate: string;
  /** Everything it has logged. */
  log(): string;
}

/**
 * Runs the example in front of a server.
 * @param server its URL
 * @param path `/calls`, or empty
 */
export async function startDeployedProxy(
  t: Test,
  name: ProxyName,
  server: string,
  path: '' | '/calls' = '',
): Promise<DeployedProxy> {
  const recipe = recipes[name];
  const directory = join(t.testdir(), name);
  mkdirSync(directory);
  const [port, plainPort] = [await freePort(), await freePort()];
  const certificate = makeCertificate(directory, 'calls');
  const file = join(directory, 'proxy.conf');
  const text = recipe.write({ directory, port, plainPort, certificate, upstream: new URL(server).host });
  writeFileSync(file, path === '' ? text : recipe.moveUnderPath(text));
  const env = { PATH: process.env.PATH, HOME: directory, XDG_DATA_HOME: directory, XDG_CONFIG_HOME: directory };
  const checked = spawnSync(recipe.program, recipe.check(file), { env, encoding: 'utf8' });
  if (checked.status !== 0) throw new Error(`${name} refuses the example: ${checked.stdout}${checked.stderr}`);
  const child = spawn(recipe.program, recipe.run(file), { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += String(text)));
  t.teardown(() => end(child));
  await untilOpen(port, child, () => output);
  const log = () => output + (name === 'nginx' ? readFileSync(join(directory, 'proxy.log'), 'utf8') : '');
  return {
    url: `https://127.0.0.1:${port}${path}`,
    plainUrl: `http://127.0.0.1:${plainPort}`,
    certificate: readFileSync(certificate.certificateFile, 'utf8'),
    log,
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  server.close();
  await once(server, 'close');
  return address.port;
}

async function untilOpen(port: number, child: ChildProcess, output: () => string): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the proxy ended: ${output()}`);
    const socket = connectTcp(port, '127.0.0.1');
    const isOpen = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    socket.destroy();
    if (isOpen) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
