/** A real PostgreSQL that is reached over TCP, with passwords and TLS, as on another machine. */
import { chownSync, copyFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import type { CertificateFiles } from '../../keys/certificates.ts';
import { type ClusterOptions, PostgresCluster } from './postgres-cluster.ts';

export const password = 'canary/pass@word%';
export const encodedPassword = encodeURIComponent(password);

/** Each process has an address of its own, so that several can use PostgreSQL's usual port. */
export const host = `127.${1 + (process.pid % 250)}.${1 + (Math.floor(process.pid / 250) % 250)}.7`;

/**
 * Users: `member` with a password, `certified` with a certificate of that name over TLS.
 * @param at where it runs; by default here, at `host`
 */
export async function startNetworkCluster(
  at: { address: string; command: ClusterOptions['command'] } = { address: host, command: undefined },
): Promise<PostgresCluster> {
  const { address, command } = at;
  const network = address === host ? '127.0.0.0/8' : 'samenet';
  const cluster = await PostgresCluster.start({
    settings: [`listen_addresses = '${address}'`],
    access: [
      `hostssl all certified ${network} cert`,
      `host all member ${network} scram-sha-256`,
      `host all hearthroom ${network} trust`,
    ],
    ...(command && { command }),
  });
  await cluster.query('postgres', `CREATE ROLE member LOGIN PASSWORD '${password}'`);
  await cluster.query('postgres', 'CREATE ROLE certified LOGIN');
  return cluster;
}

/** Turns TLS on with this certificate; clients may have certificates that `clientAuthority` has signed. */
export async function useTls(
  cluster: PostgresCluster,
  { certificateFile, keyFile }: CertificateFiles,
  clientAuthority: string,
): Promise<void> {
  const { uid, gid } = statSync(cluster.folder);
  const settings = { ssl_cert_file: certificateFile, ssl_key_file: keyFile, ssl_ca_file: clientAuthority };
  for (const [name, file] of Object.entries(settings)) {
    const copy = join(cluster.folder, `${name}.pem`);
    copyFileSync(file, copy);
    chownSync(copy, uid, gid);
    await cluster.query('postgres', `ALTER SYSTEM SET ${name} = '${copy}'`);
  }
  await cluster.query('postgres', 'ALTER SYSTEM SET ssl = on');
  await cluster.stop();
  await cluster.restart();
}
