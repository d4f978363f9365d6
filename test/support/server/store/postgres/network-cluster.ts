/** A real PostgreSQL that is reached over TCP, with passwords and TLS, as on another machine. */
import { chownSync, copyFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import type { CertificateFiles } from '../../keys/certificates.ts';
import { type ClusterOptions, PostgresCluster } from './postgres-cluster.ts';

export const password = 'canary/pass@word%';
export const encodedPassword = encodeURIComponent(password);

const hostOf = (number: number): string =>
  `127.${1 + (process.pid % 250)}.${1 + (Math.floor(process.pid / 250) % 250)}.${number}`;

/** Each process has an address of its own, so that several can use PostgreSQL's usual port. */
export const host = hostOf(7);
/** Of the standby server. */
export const standbyHost = hostOf(8);
/** Of a pooler in front of it. */
export const poolerHost = hostOf(9);

/** Where it runs, and what is set there; by default here, at `host`. */
export interface NetworkClusterOptions extends Omit<ClusterOptions, 'access'> {
  address?: string;
}

/** Users: `member` with a password, `certified` with a certificate of that name over TLS. */
export async function startNetworkCluster({
  address = host,
  settings = [],
  ...options
}: NetworkClusterOptions = {}): Promise<PostgresCluster> {
  const network = address === host ? '127.0.0.0/8' : 'samenet';
  const cluster = await PostgresCluster.start({
    ...options,
    settings: [`listen_addresses = '${address}'`, ...settings],
    access: [
      `hostssl all certified ${network} cert`,
      `host all member ${network} scram-sha-256`,
      `host all hearthroom ${network} trust`,
    ],
  });
  await cluster.query('postgres', `CREATE ROLE member LOGIN PASSWORD '${password}'`);
  await cluster.query('postgres', 'CREATE ROLE certified LOGIN');
  return cluster;
}

/** A streaming standby server of one that was started above, with an address of its own. */
export function startNetworkStandby(
  primary: PostgresCluster,
  name: string,
  settings: readonly string[] = [],
): Promise<PostgresCluster> {
  return primary.startStandby({ name, settings: [`listen_addresses = '${standbyHost}'`, ...settings] });
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
