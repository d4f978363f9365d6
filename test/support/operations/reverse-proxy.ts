/**
 * The proxy in front of the server: nginx with the file of examples/deploy, or a plain TCP forwarder if nginx is not
 * installed.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { TcpProxy } from '../faults/causes/tcp-proxy.ts';
import type { RowContext } from '../faults/rows/row.ts';
import { until } from '../faults/wait.ts';
import { freePort, nginxBeforeTls } from '../network/deployed-proxy.ts';
import type { CertificateFiles } from '../server/keys/certificates.ts';

export interface ReverseProxy {
  name: string;
  /** Public URL, with the path, without a trailing slash. */
  url: string;
  /** Reloads its certificate. */
  reload(): void;
}

export interface ReverseProxyOptions {
  /** The server's own address. */
  target: string;
  certificate: CertificateFiles;
  /** Existing directory, for its configuration and temporary files. */
  directory: string;
}

const hasNginx = spawnSync('nginx', ['-v']).status === 0;

export async function startReverseProxy(
  context: Pick<RowContext, 'afterwards'>,
  options: ReverseProxyOptions,
): Promise<ReverseProxy> {
  return hasNginx ? startNginx(context, options) : startForwarder(context, options.target);
}

/** Forwards TLS unchanged: clients see the server's own certificate. */
async function startForwarder(context: Pick<RowContext, 'afterwards'>, target: string): Promise<ReverseProxy> {
  const proxy = await TcpProxy.start(target);
  context.afterwards(() => proxy.close());
  return { name: 'a TCP forwarder (nginx is not installed)', url: proxy.url.replace('http:', 'https:'), reload() {} };
}

async function startNginx(
  context: Pick<RowContext, 'afterwards'>,
  { target, certificate, directory }: ReverseProxyOptions,
): Promise<ReverseProxy> {
  const [port, plainPort] = [await freePort(), await freePort()];
  const prefix = join(directory, 'nginx');
  await mkdir(prefix);
  const file = join(prefix, 'nginx.conf');
  const { host: upstream } = new URL(target);
  await writeFile(file, nginxBeforeTls({ directory: prefix, port, plainPort, certificate, upstream }));
  const args = ['-g', 'daemon off;', '-p', prefix, '-c', file, '-e', join(prefix, 'error.log')];
  const nginx = spawn('nginx', args, { stdio: 'ignore' });
  const exited = once(nginx, 'exit');
  context.afterwards(async () => {
    if (nginx.exitCode === null) nginx.kill('SIGTERM');
    await exited;
  });
  await until(() => nginx.exitCode !== null || isListening(port), 'nginx listens');
  if (nginx.exitCode !== null) throw new Error(await readFile(join(prefix, 'error.log'), 'utf8'));
  return { name: 'nginx', url: `https://127.0.0.1:${port}/calls`, reload: () => void nginx.kill('SIGHUP') };
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
