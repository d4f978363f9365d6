/**
 * The Helm chart in examples/deploy/helm: rendered with helm over a matrix of values, and checked against the schemas of
 * Kubernetes. No cluster runs it. `npm run test:deploy` gets both programs.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import t, { type Test } from 'tap';
import { parse, parseAllDocuments } from 'yaml';
import { describeConfig } from '../../../server/src/config/config.ts';
import { matrix, merge, mistakes, required } from '../../support/deploy/chart-values.ts';
import { chart, findHelm, findValidator, lint, render, run } from '../../support/deploy/tools.ts';

t.setTimeout(240_000);

const [helm, validator] = [findHelm(), findValidator()];
const skip = helm === null ? 'no helm here; `npm run test:deploy` builds it' : false;
const skipSchemas =
  skip || (validator === null ? 'no kubernetes-validate here; `npm run test:deploy` installs it' : false);

/** The objects, by kind and name. */
function objectsOf(values: object, ...args: string[]): Map<string, Record<string, unknown>> {
  const { isRight, output, errors } = render(String(helm), values, ...args);
  if (!isRight) throw new Error(errors);
  const objects = parseAllDocuments(output).map((document) => Object(document.toJS()));
  return new Map(objects.map((object) => [`${object.kind}/${object.metadata.name}`, object]));
}

const statefulSetOf = (values: object, ...args: string[]) =>
  Object(objectsOf(values, ...args).get('StatefulSet/evening-hearthroom'));
const podOf = (values: object, ...args: string[]) => statefulSetOf(values, ...args).spec.template.spec;

t.test('helm finds nothing wrong with the chart', { skip }, async (t) => {
  for (const values of [required, matrix.at(-1) ?? {}]) {
    const { isRight, output, errors } = lint(String(helm), values);
    t.ok(isRight, output + errors);
  }
});

t.test('everything that the chart renders is valid for Kubernetes', { skip: skipSchemas }, async (t) => {
  t.equal(matrix.length, 48);
  const manifests = matrix.map((values) => render(String(helm), values));
  for (const { isRight, errors } of manifests) t.ok(isRight, errors);
  // Schemas of custom resources are not among them.
  const documents = manifests.flatMap(({ output }) => output.split(/^---$/m));
  const known = documents.filter((document) => document.trim() !== '' && !document.includes('kind: ServiceMonitor'));
  const file = join(t.testdir({ 'all.yaml': known.join('\n---\n') }), 'all.yaml');
  for (const version of ['1.27', '1.37']) {
    const found = run(String(validator), ['--strict', '--quiet', '--kubernetes-version', version, file]);
    t.ok(found.isRight, `${version}: ${found.output}${found.errors}`.slice(0, 2_000));
  }
});

t.test('what cannot run is refused with the value to change', { skip }, async (t) => {
  for (const [message, changes] of mistakes) {
    const { isRight, errors } = render(String(helm), merge(required, changes));
    t.notOk(isRight, `${message}`);
    t.match(errors, message);
  }
});

t.test('a pod has time for a drain: the limit of the server and a minute', { skip }, async (t) => {
  t.equal(podOf(required).terminationGracePeriodSeconds, 5_460);
  const pod = podOf(merge(required, { drain: { limitSeconds: 600 } }));
  t.equal(pod.terminationGracePeriodSeconds, 660);
  t.match(
    pod.containers[0].env.find(({ name }: { name: string }) => name === 'HEARTHROOM_DRAIN_LIMIT_SECONDS'),
    { value: '600' },
  );
});

t.test('only readiness depends on the database', { skip }, async (t) => {
  const [{ livenessProbe, startupProbe, readinessProbe }] = podOf(required).containers;
  t.match([livenessProbe, startupProbe], [{ httpGet: { path: '/healthz' } }, { httpGet: { path: '/healthz' } }]);
  t.match(readinessProbe, { httpGet: { path: '/readyz' } });
  t.ok(readinessProbe.periodSeconds * readinessProbe.failureThreshold > 120, 'longer than a failover');
});

t.test('no pod has privileges, writes to its image, or is on the host of another one', { skip }, async (t) => {
  for (const values of matrix.filter((_, index) => index % 5 === 0)) {
    const pod = podOf(values);
    t.match(pod.securityContext, { runAsNonRoot: true, runAsUser: 10_001, seccompProfile: { type: 'RuntimeDefault' } });
    t.equal(pod.automountServiceAccountToken, false);
    for (const { securityContext, resources } of [...pod.containers, ...(pod.initContainers ?? [])]) {
      t.same(securityContext, {
        allowPrivilegeEscalation: false,
        privileged: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
      t.ok(resources.requests.memory && resources.limits.memory);
    }
  }
  const [rule] = podOf(required).affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution;
  t.equal(rule.topologyKey, 'kubernetes.io/hostname');
});

t.test('secrets are only referred to, and the server reads them from files', { skip }, async (t) => {
  const pod = podOf(matrix.at(-1) ?? {});
  const mounts: { name: string; mountPath: string }[] = pod.containers[0].volumeMounts;
  const files = pod.containers[0].env.filter(({ name }: { name: string }) => name.endsWith('_FILE'));
  t.equal(files.length, 6);
  for (const { name, value } of files) {
    const mount = mounts.find(({ mountPath }) => value.startsWith(`${mountPath}/`));
    const volume = pod.volumes.find((one: { name: string }) => one.name === mount?.name);
    t.match(volume.secret.items, [{ path: value.slice(String(mount?.mountPath).length + 1) }], name);
  }
  t.notOk([...objectsOf(required).keys()].some((name) => name.startsWith('Secret/')));
});

t.test('only pods of the same release reach the port between nodes', { skip }, async (t) => {
  const { spec } = Object(objectsOf(required).get('NetworkPolicy/evening-hearthroom'));
  const rule = spec.ingress.find(({ ports }: { ports: { port: number }[] }) =>
    ports.some(({ port }) => port === 3_001),
  );
  const { metadata } = statefulSetOf(required).spec.template;
  t.same(rule.from, [{ podSelector: { matchLabels: metadata.labels } }]);
  t.match(metadata.labels, { 'app.kubernetes.io/instance': 'evening' });
});

t.test('with autoscaling the number of nodes is left to it', { skip }, async (t) => {
  const objects = objectsOf(merge(required, { autoscaling: { enabled: true } }));
  t.equal(Object(objects.get('StatefulSet/evening-hearthroom')).spec.replicas, undefined);
  t.ok(objects.has('HorizontalPodAutoscaler/evening-hearthroom'));
  t.equal(statefulSetOf(required).spec.replicas, 2);
});

t.test('the notes name the limits of programs that remove machines', async (t) => {
  const notes = readFileSync(join(chart, 'templates/NOTES.txt'), 'utf8');
  for (const name of ['--max-graceful-termination-sec', 'terminationGracePeriod', 'kubectl drain'])
    t.match(notes, name);
});

t.test('each setting that the chart sets is one that the server has', async (t) => {
  const known = new Set(describeConfig().match(/HEARTHROOM_\w+/g));
  const templates = readdirSync(join(chart, 'templates')).map((name) =>
    readFileSync(join(chart, 'templates', name), 'utf8'),
  );
  const names = new Set(templates.join('\n').match(/HEARTHROOM_\w+/g));
  t.ok(names.size > 15);
  for (const name of names) t.ok(known.has(name), name);
});

t.test('the schema describes each value, and no other', async (t) => {
  const schema = JSON.parse(readFileSync(join(chart, 'values.schema.json'), 'utf8'));
  const values = parse(readFileSync(join(chart, 'values.yaml'), 'utf8'));
  const compare = (path: string, described: Record<string, { properties?: object }>, given: object): void => {
    t.same(
      Object.keys(described)
        .filter((name) => name !== 'global')
        .sort(),
      Object.keys(given).sort(),
      path,
    );
    for (const [name, { properties }] of Object.entries(described))
      if (properties && name !== 'global') compare(`${path}.${name}`, Object(properties), Reflect.get(given, name));
  };
  compare('values', schema.properties, values);
});

async function serve(t: Test, handle: RequestListener): Promise<string> {
  const server = createServer(handle).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}

/** Runs the program of the chart's init container. */
async function discover(t: Test, discovery: object) {
  const file = join(t.testdir(), 'address');
  const child = spawn(process.execPath, [join(chart, 'files/find-public-address.mjs'), file], {
    env: { DISCOVERY: JSON.stringify(discovery) },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [errors, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  return { code, errors, address: code === 0 ? readFileSync(file, 'utf8') : null };
}

t.test('a node finds its address at the service that it is told, with a token if one is needed', async (t) => {
  const url = await serve(t, ({ method, url, headers }, response) => {
    if (url === '/token') return response.end(method === 'PUT' && headers.ttl === '60' ? 'secret' : '');
    response.statusCode = headers['x-token'] === 'secret' && headers.flavor === 'plain' ? 200 : 401;
    response.end('203.0.113.7\n');
  });
  const token = { url: `${url}/token`, headers: { ttl: '60' }, sendAs: 'X-Token' };
  const found = await discover(t, { url: `${url}/address`, headers: { flavor: 'plain' }, token });
  t.match(found, { code: 0, address: '203.0.113.7' });
});

t.test('a node that is told no address does not start', async (t) => {
  let count = 0;
  const url = await serve(t, (_request, response) => {
    count += 1;
    response.end('<html>Welcome</html>');
  });
  const found = await discover(t, { url, headers: {}, token: { url: '' } });
  t.equal(found.code, 1);
  t.match(found.errors, /answered something else than an IP address/);
  t.equal(count, 5, 'it tries again before');
});
