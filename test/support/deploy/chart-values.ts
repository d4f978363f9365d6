/** Values of the chart: those that must be set, with variants that the chart must render, and mistakes that it refuses. */

const secret = (name: string) => ({ name });

export const required = {
  image: { repository: 'registry.example.org/hearthroom', tag: 'v1' },
  secrets: {
    databaseUrl: secret('calls'),
    keys: secret('calls'),
    auditKey: secret('calls-audit'),
    metricsToken: secret('calls'),
  },
};

type Tree = { [name: string]: unknown };

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

export const merge = (base: Tree, changes: Tree): Tree => ({
  ...base,
  ...Object.fromEntries(
    Object.entries(changes).map(([name, value]) => {
      const old = base[name];
      return [name, isTree(old) && isTree(value) ? merge(old, value) : value];
    }),
  ),
});

const token = { url: 'http://169.254.169.254/latest/api/token', headers: { ttl: '60' }, sendAs: 'X-token' };
const discovery = { from: 'discovery', discovery: { url: 'http://169.254.169.254/public-ipv4', token } };
const ingress = { enabled: true, className: 'nginx', host: 'calls.example.org', tlsSecret: 'calls-tls' };

/** Each dimension is combined with each other one. */
const dimensions: Tree[][] = [
  [{}, { network: { mode: 'hostPort', listen: '::' } }],
  [{}, { media: { workers: 16, portBase: 41_000, publicAddress: discovery } }],
  [{}, { autoscaling: { enabled: true } }, { replicas: 7, drain: { limitSeconds: 0 } }],
  [
    {},
    { ingress, trustedProxies: ['10.0.0.0/8'], serviceMonitor: { enabled: true, labels: { release: 'prometheus' } } },
  ],
  [
    {},
    {
      persistence: { enabled: false },
      networkPolicy: { enabled: true, httpFrom: [{ namespaceSelector: {} }] },
      image: { tag: '', digest: `sha256:${'0'.repeat(64)}`, pullSecrets: [{ name: 'registry' }] },
      secrets: { turnSecret: secret('turn'), webhookSecret: secret('hooks'), databaseCa: secret('database') },
      turn: { urls: ['turns:turn.example.org:443'] },
      webhook: { url: 'https://backend.example.org/hooks' },
      env: { HEARTHROOM_LOG_LEVEL: 'warn' },
      region: 'eu-1',
      podLabels: { team: 'calls' },
      podAnnotations: { 'example.org/note': 'x' },
      nodeSelector: { pool: 'media' },
      tolerations: [{ key: 'media', operator: 'Exists', effect: 'NoSchedule' }],
      affinity: { podAntiAffinity: {} },
      priorityClassName: 'calls',
    },
  ],
];

export const matrix: readonly Tree[] = dimensions.reduce<Tree[]>(
  (all, variants) => all.flatMap((values) => variants.map((changes) => merge(values, changes))),
  [required],
);

/** With a part of the message. */
export const mistakes: readonly [message: RegExp, changes: Tree][] = [
  [/image/, { image: { tag: '' } }],
  [/digest/, { image: { digest: 'sha256:short' } }],
  [/databaseUrl/, { secrets: { databaseUrl: secret('') } }],
  [/auditKey/, { secrets: { auditKey: secret('') } }],
  [/metricsToken/, { secrets: { metricsToken: secret('') } }],
  [/discovery/, { media: { publicAddress: { from: 'discovery' } } }],
  [/from/, { media: { publicAddress: { from: 'guess' } } }],
  [/mode/, { network: { mode: 'ingress' } }],
  [/asyncStandby/, { database: { asyncStandby: 'ignore' } }],
  [/ingress/, { ingress: { enabled: true } }],
  [/replica/, { replica: 3 }],
  [/LOG_LEVEL/, { env: { LOG_LEVEL: 'warn' } }],
  [/env.HEARTHROOM_PORT: set by another value/, { env: { HEARTHROOM_PORT: '80' } }],
  [/env.HEARTHROOM_PUBLIC_ADDRESS: set by another value/, { env: { HEARTHROOM_PUBLIC_ADDRESS: '203.0.113.7' } }],
  [/turnSecret.name: needed with turn.urls/, { turn: { urls: ['turn:turn.example.org'] } }],
  [/webhook.url: needed/, { secrets: { webhookSecret: secret('hooks') } }],
  [/nodePort: the same/, { network: { nodePort: 3_000 } }],
  [/leaves no port/, { media: { portBase: 65_530, workers: 8 } }],
  [/port 40001 is one of the media ports/, { network: { nodePort: 40_001 } }],
  [/less than minReplicas/, { autoscaling: { enabled: true, minReplicas: 9 } }],
];
