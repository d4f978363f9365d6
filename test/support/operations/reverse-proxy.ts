/** What stands in front of the server: nginx as the README configures it, or a plain forwarder where nginx isn't installed. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import process from 'node:process';
import { root } from '../../../server/setup/paths.mjs';
import type { RowContext } from '../faults/row.ts';
import { TcpProxy } from '../faults/tcp-proxy.ts';
import { until } from '../faults/wait.ts';
import type { CertificateFiles } from '../server/certificates.ts';

export interface ReverseProxy {
  name: string;
  /** Where people reach the server, with the path, without a slash at its end. */
  url: string;
  /** Reads its certificate anew. */
  reload(): void;
}

export interface ReverseProxyOptions {
  /** The server's own address. */
  target: string;
  certificate: CertificateFiles;
  /** An existing one, for its configuration and temporary files. */
  directory: string;
}

const hasNginx = spawnSync('nginx', ['-v']).status === 0;

export async function startReverseProxy(
  context: Pick<RowContext, 'afterwards'>,
  options: ReverseProxyOptions,
): Promise<ReverseProxy> {
  return hasNginx ? startNginx(context, options) : startForwarder(context, options.target);
}

/** TLS passes through it: clients see the server's own certificate. */
async function startForwarder(context: Pick<RowContext, 'afterwards'>, target: string): Promise<ReverseProxy> {
  const proxy = await TcpProxy.start(target);
  context.afterwards(() => proxy.close());
  return { name: 'a TCP forwarder (nginx is not installed)', url: proxy.url.replace('http:', 'https:'), reload() {} };
}

async function startNginx(
  context: Pick<RowContext, 'afterwards'>,
  { target, certificate, directory }: ReverseProxyOptions,
): Promise<ReverseProxy> {
  const port = await freePort();
  const prefix = join(directory, 'nginx');
  await mkdir(prefix);
  const file = join(prefix, 'nginx.conf');
  await writeFile(file, configure(port, await documentedLocations(target), certificate));
  const nginx = spawn('nginx', ['-p', prefix, '-c', file, '-e', join(prefix, 'error.log')], { stdio: 'ignore' });
  const exited = once(nginx, 'exit');
  context.afterwards(async () => {
    if (nginx.exitCode === null) nginx.kill('SIGTERM');
    await exited;
  });
  await until(() => nginx.exitCode !== null || isListening(port), 'nginx listens');
  if (nginx.exitCode !== null) throw new Error(await readFile(join(prefix, 'error.log'), 'utf8'));
  return { name: 'nginx', url: `https://127.0.0.1:${port}/calls`, reload: () => void nginx.kill('SIGHUP') };
}

/** The README's own example. */
async function documentedLocations(target: string): Promise<string> {
  const [, example] = /```nginx\n(.*?)```/s.exec(await readFile(join(root, 'README.md'), 'utf8')) ?? [];
  const documented = 'http://127.0.0.1:3000/';
  if (!example?.includes(documented)) throw new Error('The README has no example for nginx');
  return example.replace(documented, `${target}/`);
}

function configure(port: number, locations: string, { certificateFile, keyFile }: CertificateFiles): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${name};`);
  return [
    'daemon off;',
    ...(process.getuid?.() === 0 ? ['user root;'] : []),
    'worker_processes 1;',
    'pid nginx.pid;',
    'events {}',
    'http {',
    'access_log off;',
    ...temporary,
    'server {',
    `listen 127.0.0.1:${port} ssl;`,
    `ssl_certificate ${certificateFile};`,
    `ssl_certificate_key ${keyFile};`,
    locations,
    '}',
    '}',
  ].join('\n');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function isListening(port: number): Promise<boolean> {
  const socket = connect({ host: '127.0.0.1', port });
  return await once(socket, 'connect').then(
    () => {
      socket.destroy();
      return true;
    },
    () => false,
  );
}
