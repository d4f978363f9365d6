/** What a node says when it can't use its database: each problem is caused in a real PostgreSQL. */
import { chmodSync, copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { NodeNameInUseError } from '../../../../../server/src/cluster/ports.ts';
import { loadConfig } from '../../../../../server/src/config/config.ts';
import { findMend } from '../../../../../server/src/process/start-errors.ts';
import { checkDatabase } from '../../../../../server/src/store/postgres/connection/check-database.ts';
import { connectionOptions } from '../../../../../server/src/store/postgres/connection/connection-options.ts';
import { Database } from '../../../../../server/src/store/postgres/connection/database.ts';
import { migrate } from '../../../../../server/src/store/postgres/schema/migrate.ts';
import { TcpProxy } from '../../../../support/faults/causes/tcp-proxy.ts';
import { type CertificateFiles, makeCertificate } from '../../../../support/server/keys/certificates.ts';
import {
  encodedPassword,
  host,
  startNetworkCluster,
  useTls,
} from '../../../../support/server/store/postgres/network-cluster.ts';

const cluster = await startNetworkCluster();
t.teardown(() => cluster.remove());

const createDatabase = async () => (await cluster.createDatabase()).database;
const urlOf = (database: string, query = '', at = `${host}:5432`) =>
  `postgres://member:${encodedPassword}@${at}/${database}${query}`;

/** Does what a node does with its database when it starts. @returns what it says, or null: it starts */
async function startError(
  url: string,
  { now, migrations }: { now?: () => number; migrations?: { sql: string; isContract?: boolean }[] } = {},
): Promise<string | null> {
  const config = loadConfig({ HEARTHROOM_DEMO: 'true', HEARTHROOM_DATABASE_URL: url, HEARTHROOM_NODE_NAME: 'a' });
  let database: Database | null = null;
  try {
    const connection = { ...connectionOptions(url), timeoutMs: 2_000 };
    await checkDatabase(connection, { acceptsAsyncStandby: false, ...(now && { now }) });
    database = new Database(connection);
    await migrate(database, migrations);
    return null;
  } catch (error) {
    return findMend(error, config);
  } finally {
    await database?.close();
  }
}

async function says(t: Test, url: string, expected: RegExp, options = {}): Promise<void> {
  const text = (await startError(url, options)) ?? '(it starts)';
  t.match(text, expected);
  t.notMatch(text, /canary|\n/, 'one line, without the password');
}

t.test('a database that a node may use is used', async (t) => {
  const database = await createDatabase();
  await cluster.query('postgres', `ALTER DATABASE ${database} OWNER TO member`);
  t.equal(await startError(urlOf(database)), null);
  t.equal(await startError(urlOf(database)), null, 'and again, with the present schema');
});

t.test('a wrong password, user or database is named', async (t) => {
  const database = await createDatabase();
  await says(t, urlOf(database).replace(encodedPassword, 'canary'), /refuses the password of the user member/);
  await says(t, urlOf(database).replace(`:${encodedPassword}`, ''), /asks for a password.*has none/);
  await says(t, `postgres://nobody:canary@${host}/${database}`, /does not let the user nobody in.*pg_hba\.conf/);
  await says(t, urlOf('nothing'), /has no database nothing\. Create it \(createdb/);
});

t.test('a host that does not exist, refuses or does not answer is named', async (t) => {
  await says(t, urlOf('db', '', 'nowhere.invalid'), /host nowhere\.invalid .* can't be resolved/);
  await says(t, urlOf('db', '?sslmode=disable', `${host}:1`), /Nothing accepts connections at 127.*:1\. Start/);
  await says(t, 'postgres://u@/db?host=/nowhere', /no socket of a database in \/nowhere for port 5432/);
  const proxy = await TcpProxy.start(`http://${host}:5432`);
  t.teardown(() => proxy.close());
  const at = new URL(proxy.url).host;
  const connection = { ...connectionOptions(urlOf('postgres', '', at)), timeoutMs: 200 };
  const silent = await TcpProxy.start(`http://${host}:5432`);
  t.teardown(() => silent.close());
  const url = urlOf('postgres', '', new URL(silent.url).host);
  silent.silence();
  const config = loadConfig({ HEARTHROOM_DEMO: 'true', HEARTHROOM_DATABASE_URL: url });
  const { port } = new URL(silent.url);
  await checkDatabase({ ...connection, port: Number(port) }, { acceptsAsyncStandby: false }).then(
    () => t.fail('it answers'),
    (error: unknown) => t.match(findMend(error, config), /does not answer\. Check that it runs, and that no firewall/),
  );
  proxy.cut();
  await says(t, urlOf('postgres', '', at), /ended the connection\. Check host and port/);
});

t.test('a user who may not create tables is told how to let it', async (t) => {
  const database = await createDatabase();
  await says(
    t,
    urlOf(database),
    /does not let the user member .*create tables.*ALTER DATABASE test_\d+ OWNER TO member/,
  );
});

t.test('a newer schema is refused', async (t) => {
  const database = await createDatabase();
  await cluster.query('postgres', `ALTER DATABASE ${database} OWNER TO member`);
  const first = { sql: 'SELECT 1', isContract: true };
  t.equal(await startError(urlOf(database), { migrations: [first, first] }), null);
  await says(t, urlOf(database), /was migrated by a newer Hearthroom \(schema 2, .*Start that version, or set/, {
    migrations: [first],
  });
});

t.test('a database that takes no writes, or of another encoding, is refused', async (t) => {
  const readOnly = await createDatabase();
  await cluster.query('postgres', `ALTER DATABASE ${readOnly} SET default_transaction_read_only = on`);
  await says(t, urlOf(readOnly), /read-only transactions: turn default_transaction_read_only off/);
  await cluster.query('postgres', `CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0 LOCALE 'C'`);
  await says(t, urlOf('latin'), /has the encoding LATIN1: create one with UTF8/);
});

t.test('a clock that differs by more than ten seconds is refused', async (t) => {
  const database = await createDatabase();
  await cluster.query('postgres', `ALTER DATABASE ${database} OWNER TO member`);
  await says(t, urlOf(database), /a clock that is 1[12] s behind this machine's: synchronize both/, {
    now: () => Date.now() + 11_500,
  });
  await says(t, urlOf(database), /ahead of this machine's/, { now: () => Date.now() - 11_500 });
  t.equal(await startError(urlOf(database), { now: () => Date.now() + 8_000 }), null);
});

t.test('the name of another node that runs is refused', async (t) => {
  const url = urlOf('db');
  const config = loadConfig({ HEARTHROOM_DEMO: '1', HEARTHROOM_DATABASE_URL: url, HEARTHROOM_NODE_NAME: 'north' });
  t.match(
    findMend(new NodeNameInUseError(), config),
    /^Another node that runs has the name north\. Set HEARTHROOM_NODE/,
  );
});

t.test('a port for other nodes that is in use is named by its own setting', async (t) => {
  const env = { HEARTHROOM_DEMO: '1', HEARTHROOM_DATABASE_URL: urlOf('db'), HEARTHROOM_NODE_PORT: '4001' };
  const refused = (port: number) => Object.assign(new Error(), { code: 'EADDRINUSE', syscall: 'listen', port });
  t.match(findMend(refused(4001), loadConfig(env)), /^Port 4001 .*HEARTHROOM_NODE_PORT/);
  t.match(findMend(refused(3000), loadConfig(env)), /^Port 3000 .*HEARTHROOM_PORT/);
});

t.test('TLS that is wanted and not offered is named', async (t) => {
  for (const mode of ['require', 'verify-ca', 'verify-full'])
    await says(t, urlOf('postgres', `?sslmode=${mode}`), /does not offer TLS\. Turn it on there/);
});

t.test('a server certificate is checked as sslmode says', async (t) => {
  const folder = t.testdir();
  const names = `IP:${host},DNS:localhost`;
  const right = makeCertificate(folder, 'right', 90, names);
  const other = makeCertificate(folder, 'other', 90, 'DNS:other.example');
  const client = makeCertificate(folder, 'certified');
  const database = await createDatabase();
  await cluster.query('postgres', `ALTER DATABASE ${database} OWNER TO member`);
  const url = (query: string, at?: string) => urlOf(database, `?${query}`, at);
  const isEncrypted = async (text: string) => {
    const connected = new Database(connectionOptions(text));
    const [row] = await connected.read('SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()');
    await connected.close();
    return row?.ssl;
  };

  await t.test('verify-full checks authority and name', async (t) => {
    await useTls(cluster, right, client.certificateFile);
    const trusted = `sslmode=verify-full&sslrootcert=${right.certificateFile}`;
    t.equal(await isEncrypted(url(trusted)), true);
    const proxy = await TcpProxy.start(`http://${host}:5432`);
    t.teardown(() => proxy.close());
    const { port } = new URL(proxy.url);
    t.equal(await isEncrypted(url(trusted, `localhost:${port}`)), true, 'a name as well as an address');
    await says(t, url(trusted, `127.0.0.1:${port}`), /certificate .* is not for 127\.0\.0\.1\. Set the name/);
    await says(t, url('sslmode=verify-full'), /signed by nobody that this machine trusts .*sslrootcert=/);
  });

  await t.test('verify-ca checks the authority alone, and require nothing', async (t) => {
    await useTls(cluster, other, client.certificateFile);
    const trusted = `sslrootcert=${other.certificateFile}`;
    await says(t, url(`sslmode=verify-full&${trusted}`), /is not for 127/);
    t.equal(await isEncrypted(url(`sslmode=verify-ca&${trusted}`)), true);
    await says(t, url(`sslmode=verify-ca&sslrootcert=${right.certificateFile}`), /signed by nobody/);
    t.equal(await isEncrypted(url('sslmode=require')), true);
    await says(t, url(`sslmode=require&sslrootcert=${right.certificateFile}`), /signed by nobody/);
    t.equal(await isEncrypted(url('sslmode=disable')), false);
  });

  await t.test('a certificate of its own lets a user in', async (t) => {
    const base = `postgres://certified@${host}/${database}?sslmode=require`;
    t.equal(await isEncrypted(`${base}&sslcert=${client.certificateFile}&sslkey=${client.keyFile}`), true);
    await says(t, base, /does not let the user certified in|client certificate/);
    await says(t, `${base}&sslcert=${client.certificateFile}&sslkey=${other.keyFile}`, /certificate and key don't/);
    const key = join(folder, 'gone.key');
    copyFileSync(client.keyFile, key);
    const text = `${base}&sslcert=${client.certificateFile}&sslkey=${key}`;
    writeFileSync(key, '-----BEGIN PRIVATE KEY-----\n!\n-----END PRIVATE KEY-----\n');
    chmodSync(key, 0o600);
    await says(t, text, /is no PEM file of its kind/);
  });

  await t.test('renewed files are used by the next connection, without a restart', async (t) => {
    const [authority, own, ownKey] = ['authority.pem', 'own.pem', 'own.key'].map((name) => join(folder, name));
    const install = (server: CertificateFiles, node: CertificateFiles): void => {
      copyFileSync(server.certificateFile, authority ?? '');
      copyFileSync(node.certificateFile, own ?? '');
      copyFileSync(node.keyFile, ownKey ?? '');
    };
    await useTls(cluster, right, client.certificateFile);
    install(right, client);
    const files = `sslrootcert=${authority}&sslcert=${own}&sslkey=${ownKey}`;
    const options = connectionOptions(`postgres://certified@${host}/${database}?sslmode=verify-full&${files}`);
    const connect = async () => {
      const connected = new Database(options);
      try {
        return (await connected.read('SELECT current_user AS name'))[0]?.name;
      } finally {
        await connected.close();
      }
    };
    t.equal(await connect(), 'certified');
    const [renewed, renewedClient] = [
      makeCertificate(folder, 'renewed', 90, names),
      makeCertificate(t.testdir(), 'certified'),
    ];
    await useTls(cluster, renewed, renewedClient.certificateFile);
    await t.rejects(connect(), 'the files of before don’t fit');
    install(renewed, renewedClient);
    t.equal(await connect(), 'certified');
    writeFileSync(ownKey ?? '', 'half of it');
    t.equal(await connect(), 'certified', 'with what was read before');
  });
});
