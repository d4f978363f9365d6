import { hostname } from 'node:os';
import t from 'tap';
import { ConfigError, describeConfig, loadConfig } from '../../../../server/src/config/config.ts';
import { FileProblem } from '../../../../server/src/core/files/read-file.ts';

const url = 'postgres://hearthroom:canary@db.example.org/rooms';
const demo = { HEARTHROOM_DEMO: 'true' };
const node = { ...demo, HEARTHROOM_DATABASE_URL: url };
const contents: Record<string, string> = {
  '/etc/ca.pem': '-----BEGIN CERTIFICATE-----\n…',
  '/etc/ca.der': '0\u0082',
  '/run/secrets/url': `${url}\n`,
};
const files = {
  canRun: () => true,
  read: (path: string): Uint8Array => {
    const content = contents[path];
    if (content === undefined) throw new FileProblem("can't be read (ENOENT)");
    return Buffer.from(content);
  },
};

const read = (env: Record<string, string>) => loadConfig(env, { files });

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    read(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

t.test('without the URL of a database a server is no node', async (t) => {
  t.equal(read(demo).cluster, null);
  t.equal(read({ ...demo, HEARTHROOM_DATABASE_URL: '' }).cluster, null);
});

t.test('the URL of a database is all that a node needs to be told', async (t) => {
  const cluster = {
    databaseUrl: url,
    asyncStandby: 'refuse',
    nodeName: hostname(),
    region: 'default',
    listen: { host: '127.0.0.1', port: 3001 },
    address: null,
    onDatabaseLoss: 'hold',
  };
  t.same(read(node).cluster, cluster);
  t.same(read({ ...demo, HEARTHROOM_DATABASE_URL_FILE: '/run/secrets/url' }).cluster, cluster, 'or in a file');
  t.ok(Object.isFrozen(read(node).cluster?.listen));
});

t.test('every setting of a node sets its option', async (t) => {
  const env = {
    ...node,
    HEARTHROOM_DATABASE_ASYNC_STANDBY: 'accept',
    HEARTHROOM_DATABASE_LOSS: 'cut',
    HEARTHROOM_NODE_NAME: 'node-1.example',
    HEARTHROOM_REGION: 'eu_west',
    HEARTHROOM_NODE_HOST: '0.0.0.0',
    HEARTHROOM_NODE_PORT: '4001',
    HEARTHROOM_NODE_ADDRESS: 'node-1.internal:5001',
  };
  t.same(read(env).cluster, {
    databaseUrl: url,
    asyncStandby: 'accept',
    nodeName: 'node-1.example',
    region: 'eu_west',
    listen: { host: '0.0.0.0', port: 4001 },
    address: { host: 'node-1.internal', port: 5001 },
    onDatabaseLoss: 'cut',
  });
  for (const name of Object.keys(env)) t.match(describeConfig(), name);
});

t.test('a node listens for others where it listens for clients, unless it is told otherwise', async (t) => {
  const env = { ...node, HEARTHROOM_HOST: '10.0.0.5' };
  t.same(read(env).cluster?.listen, { host: '10.0.0.5', port: 3001 });
  t.same(read({ ...env, HEARTHROOM_NODE_HOST: '10.1.0.5' }).cluster?.listen, { host: '10.1.0.5', port: 3001 });
});

t.test('the address of a node is a host, with a port or without', async (t) => {
  const addressOf = (text: string) => read({ ...node, HEARTHROOM_NODE_ADDRESS: text }).cluster?.address;
  t.same(addressOf('10.0.0.5'), { host: '10.0.0.5', port: null });
  t.same(addressOf('node-1:3001'), { host: 'node-1', port: 3001 });
  t.same(addressOf('fd00::5'), { host: 'fd00::5', port: null });
  t.same(addressOf('[fd00::5]:3001'), { host: 'fd00::5', port: 3001 });
  for (const wrong of [
    '0.0.0.0',
    '::',
    'https://node-1',
    'node-1:0',
    'node-1:65536',
    '[node-1]:1',
    'a b',
    '10.0.0.300',
  ])
    t.match(problemsOf({ ...node, HEARTHROOM_NODE_ADDRESS: wrong }), [/^HEARTHROOM_NODE_ADDRESS .*other nodes/], wrong);
});

t.test('a node that listens on every address is told at which one others reach it', async (t) => {
  for (const host of ['0.0.0.0', '::']) {
    const env = { ...node, HEARTHROOM_NODE_HOST: host };
    t.match(problemsOf(env), [/^HEARTHROOM_NODE_ADDRESS is missing.*HEARTHROOM_NODE_HOST/]);
    t.same(problemsOf({ ...env, HEARTHROOM_NODE_ADDRESS: '10.0.0.5' }), []);
  }
  const everywhere = { ...node, HEARTHROOM_HOST: '0.0.0.0', HEARTHROOM_PUBLIC_ADDRESS: '203.0.113.7' };
  t.match(problemsOf(everywhere), [/^HEARTHROOM_NODE_ADDRESS is missing/]);
});

t.test('clients and nodes connect to different ports', async (t) => {
  t.match(problemsOf({ ...node, HEARTHROOM_PORT: '3001' }), [/^HEARTHROOM_NODE_PORT is 3001, as HEARTHROOM_PORT is/]);
  t.same(problemsOf({ ...node, HEARTHROOM_PORT: '0', HEARTHROOM_NODE_PORT: '0' }), []);
  const apart = { HEARTHROOM_HOST: '10.0.0.5', HEARTHROOM_NODE_HOST: '10.1.0.5', HEARTHROOM_PORT: '3001' };
  t.same(problemsOf({ ...node, ...apart }), []);
});

t.test('settings of a node are an error without a database, also with their defaults', async (t) => {
  const settings = {
    HEARTHROOM_DATABASE_ASYNC_STANDBY: 'refuse',
    HEARTHROOM_DATABASE_LOSS: 'hold',
    HEARTHROOM_NODE_NAME: 'a',
    HEARTHROOM_REGION: 'default',
    HEARTHROOM_NODE_HOST: '127.0.0.1',
    HEARTHROOM_NODE_PORT: '3001',
    HEARTHROOM_NODE_ADDRESS: '10.0.0.5',
  };
  for (const [name, value] of Object.entries(settings))
    t.same(problemsOf({ ...demo, [name]: value }), [
      `${name} has no effect without HEARTHROOM_DATABASE_URL; set that too, or remove ${name}.`,
    ]);
  t.same(problemsOf({ ...demo, HEARTHROOM_NODE_NAME: '' }), []);
});

t.test('settings of backups of the embedded store are an error with a database', async (t) => {
  for (const [name, value] of [
    ['HEARTHROOM_BACKUP_DIR', '/mnt/backups'],
    ['HEARTHROOM_BACKUPS_KEPT', '7'],
  ] as const) {
    t.match(problemsOf({ ...node, [name]: value }), [new RegExp(`^${name} has no effect .*back up the database`)]);
    t.same(problemsOf({ ...demo, [name]: value }), []);
  }
});

t.test('each wrong setting of a node is named, and nothing of a password is quoted', async (t) => {
  const wrong: [string, string, RegExp][] = [
    ['HEARTHROOM_DATABASE_URL', 'mysql://u:canary@h/db', /begins with postgres:\/\//],
    ['HEARTHROOM_DATABASE_URL', `${url}?sslmode=prefer`, /unencrypted/],
    ['HEARTHROOM_DATABASE_URL', `${url}?sslrootcert=/nowhere`, /with sslrootcert a file that can't be read/],
    ['HEARTHROOM_DATABASE_URL', `${url}?sslrootcert=/etc/ca.der`, /with sslrootcert a file that is not PEM; set/],
    ['HEARTHROOM_DATABASE_URL', `${url}?sslcert=/etc/ca.pem&sslkey=/nowhere`, /with sslkey a file that can't be read/],
    ['HEARTHROOM_DATABASE_ASYNC_STANDBY', 'yes', /one of refuse, accept/],
    ['HEARTHROOM_DATABASE_LOSS', 'end', /one of hold, cut/],
    ['HEARTHROOM_NODE_NAME', 'a b', /1 to 64 letters/],
    ['HEARTHROOM_REGION', 'eu/west', /1 to 64 letters/],
    ['HEARTHROOM_NODE_HOST', 'node-1', /IP address/],
    ['HEARTHROOM_NODE_PORT', '70000', /from 0 to 65535/],
  ];
  for (const [name, value, remedy] of wrong) {
    const problems = problemsOf({ ...node, [name]: value });
    t.equal(problems.length, 1, `${name}=${value}`);
    t.match(problems[0], new RegExp(`^${name} `));
    t.match(problems[0], remedy);
    t.notMatch(problems[0], 'canary');
  }
  t.same(problemsOf({ ...node, HEARTHROOM_DATABASE_URL: `${url}?sslrootcert=/etc/ca.pem` }), []);
});
