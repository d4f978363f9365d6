/** The compose file in examples/deploy: what can be checked without an engine that runs it. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { parse } from 'yaml';
import { root } from '../../../server/setup/shared/paths.mjs';
import { loadConfig } from '../../../server/src/config/config.ts';
import { hasOpenssl } from '../../support/server/keys/certificates.ts';

const folder = join(root, 'examples/deploy/compose');
const address = '192.0.2.10';
const skip = hasOpenssl ? false : 'needs openssl';
const skipPromtool = spawnSync('promtool', ['--version']).status === 0 ? skip : 'needs promtool';

interface Service {
  image: string;
  environment?: Record<string, string>;
  ports?: string[];
  volumes?: string[];
  secrets?: string[];
  network_mode?: string;
  stop_grace_period?: string;
}
interface Compose {
  services: Record<string, Service>;
  secrets: Record<string, { file: string }>;
  volumes: Record<string, unknown>;
}

const compose: Compose = parse(readFileSync(join(folder, 'compose.yml'), 'utf8'), { merge: true });
const services = Object.entries(compose.services);
const nodes = services.filter(([name]) => name.startsWith('node-'));

/** A copy of the folder in which the script has been run. */
function prepare(t: Test): string {
  const copy = join(t.testdir(), 'examples/deploy/compose');
  cpSync(join(root, 'examples/deploy'), join(copy, '..'), { recursive: true });
  cpSync(join(root, 'examples/turn'), join(copy, '../../turn'), { recursive: true });
  const { status, stderr } = spawnSync(join(copy, 'create-secrets.sh'), [address], { encoding: 'utf8' });
  t.equal(status, 0, stderr);
  return copy;
}

t.test('every file that is mounted exists, after the script has made the secrets', { skip }, async (t) => {
  const copy = prepare(t);
  const mounts = services.flatMap(([, { volumes = [] }]) => volumes).map((volume) => volume.split(':')[0] ?? '');
  for (const source of mounts)
    t.ok(source.startsWith('.') ? existsSync(join(copy, source)) : source in compose.volumes, source);
  for (const [name, { file }] of Object.entries(compose.secrets)) t.ok(existsSync(join(copy, file)), name);
  const used = new Set(services.flatMap(([, { secrets = [] }]) => secrets));
  t.same([...used].sort(), Object.keys(compose.secrets).sort());
  t.same(readdirSync(join(copy, 'secrets')).sort(), Object.keys(compose.secrets).sort(), 'and no other secret is made');
  t.equal(statSync(join(copy, 'secrets')).mode & 0o077, 0, 'other users of the machine do not reach them');
});

t.test('the server accepts the settings of each node', { skip }, async (t) => {
  const copy = prepare(t);
  t.equal(nodes.length, 2);
  const configs = nodes.map(([, { environment = {} }]) => {
    const entries = Object.entries(environment).map(([name, value]) => {
      const filled = value.replaceAll(/\$\{PUBLIC_ADDRESS[^}]*\}/g, address);
      return [name, filled.replace('/run/secrets', join(copy, 'secrets'))];
    });
    const image = { HEARTHROOM_HOST: '0.0.0.0', HEARTHROOM_DATA_DIR: '/data' };
    return loadConfig({ ...image, ...Object.fromEntries(entries) });
  });
  for (const [index, config] of configs.entries()) {
    t.equal(config.media.announcedAddress, address);
    t.equal(config.turn?.urls.length, 2);
    const [name, { ports = [], stop_grace_period: grace }] = nodes[index] ?? ['', {}];
    t.equal(config.cluster?.nodeName, name);
    t.equal(config.cluster?.address?.host, name);
    const range = `${config.media.portBase}-${config.media.portBase + config.media.workers - 1}`;
    for (const protocol of ['udp', 'tcp']) t.ok(ports.includes(`${range}:${range}/${protocol}`), `${name} ${protocol}`);
    t.equal(grace, `${config.drainLimitSeconds + 60}s`);
    t.notOk(
      ports.some((port) => port.includes('3001')),
      'the port between nodes is not published',
    );
  }
});

t.test('no two services publish the same port, and monitoring is on this machine only', async (t) => {
  const published = services.flatMap(([name, { ports = [] }]) =>
    ports.flatMap((port) => {
      const [, host = '', first = '', last = first, protocol = 'tcp'] =
        /^(?:([\d.]+):)?(\d+)(?:-(\d+))?:[\d-]+(?:\/(\w+))?$/.exec(port) ?? [];
      t.ok(first, port);
      if (!name.startsWith('node-')) t.equal(host, '127.0.0.1', `${name} ${port}`);
      const count = Number(last || first) - Number(first) + 1;
      return Array.from({ length: count }, (_, index) => `${Number(first) + index}/${protocol}`);
    }),
  );
  t.equal(new Set(published).size, published.length, published.join(' '));
});

t.test('images are pinned to a version', async (t) => {
  for (const [name, { image }] of services) t.match(image, /^(hearthroom:local|[\w./-]+:v?\d+\.\d+[\w.-]*)$/, name);
});

t.test('the relay gets the secret of the nodes, and relays to them only', { skip }, async (t) => {
  const copy = prepare(t);
  const settings = readFileSync(join(copy, 'secrets/turnserver.conf'), 'utf8');
  const secret = readFileSync(join(copy, 'secrets/turn-secret'), 'utf8');
  for (const line of [`static-auth-secret=${secret}`, `allowed-peer-ip=${address}`, `listening-ip=${address}`])
    t.ok(settings.split('\n').includes(line), line.slice(0, 20));
  t.notMatch(settings, /203\.0\.113\.\d+$/m);
  const again = spawnSync(join(copy, 'create-secrets.sh'), [address], { encoding: 'utf8' });
  t.equal(again.status, 1, 'a second run changes nothing');
  t.equal(readFileSync(join(copy, 'secrets/turn-secret'), 'utf8'), secret);
});

t.test('promtool finds nothing wrong with the configuration of Prometheus', { skip: skipPromtool }, async (t) => {
  const copy = prepare(t);
  const file = join(copy, 'prometheus.yml');
  writeFileSync(file, readFileSync(file, 'utf8').replace('/run/secrets', join(copy, 'secrets')));
  cpSync(join(copy, '../alerts.yml'), join(copy, 'alerts.yml'));
  const { status, stdout, stderr } = spawnSync('promtool', ['check', 'config', file], { encoding: 'utf8' });
  t.equal(status, 0, stdout + stderr);
});
