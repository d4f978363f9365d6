/**
 * Who may import whom. `npm run check` fails when a rule is broken; `npx depcruise server sdk examples bench test` shows them alone.
 * docs/architecture.md tells the same in a table. Imports of types count like others.
 */

/** @param {string} folder */
const inside = (folder) => `^${folder}/`;

/**
 * Folders from top to bottom: each may import those after it, and never one before it.
 *
 * @param {string} base
 * @param {readonly (string | readonly string[])[]} layers folders of one layer (an array) don't import each other
 */
function downwards(base, layers) {
  const floors = layers.map((layer) => [layer].flat());
  return floors.flatMap((floor, level) => {
    const above = floors.slice(0, level).flat();
    return floor.map((folder) => {
      const others = floor.filter((other) => other !== folder);
      const forbidden = [...above, ...others];
      return {
        name: `${base}/${folder}: imports only from folders below it`,
        comment: `${base}/${folder} may not import ${forbidden.join(', ') || 'upwards'}.`,
        severity: 'error',
        from: { path: `^${base}/${folder}(/|\\.ts$)` },
        to: { path: `^${base}/(${forbidden.join('|')})(/|\\.ts$)` },
      };
    });
  });
}

/**
 * @param {string} name a sentence
 * @param {object} from
 * @param {object} to
 */
const never = (name, from, to) => ({ name, severity: 'error', from, to });

const browserFree = ['fastify', '@fastify', 'ws', 'mediasoup', 'prom-client', 'pino'];
/** @param {readonly string[]} names */
const packages = (...names) => ({ path: `node_modules/(${names.join('|')})(/|$)` });

module.exports = {
  forbidden: [
    never('no file imports itself by a circle', {}, { circular: true }),
    never('every import is found', {}, { couldNotResolve: true }),

    // The server
    ...downwards('server/src', [
      'main',
      ['commands', 'app'],
      'bootstrap',
      ['signaling', 'http', 'demo'],
      'process',
      'store',
      ['media', 'webhooks', 'journal', 'cluster', 'series'],
      'auth',
      'audit',
      'preflight',
      'rooms',
      'config',
      'core',
    ]),
    ...downwards('server/src/rooms/machine', [
      'index',
      'transition',
      ['settle', 'view', 'settings'],
      'save',
      'scrub',
      'entry',
      'time',
      'group',
      'visibility',
      'model',
    ]),
    ...downwards('server/src/media', [
      'mediasoup-engine',
      'preflight',
      'media-room',
      'peer-opener',
      'routers',
      'forwarding',
      'observation',
      'peers',
      'workers',
      'rtp',
      'shared',
    ]),
    ...downwards('server/src/rooms', [
      'registry',
      'room-creation',
      'room',
      ['delivery', 'persistence', 'timing', 'room-media-holder', 'attendance-report', 'occupancy'],
      'passcode-gate',
      'ports',
      'machine',
    ]),
    ...downwards('server/src/http', [
      'describe-rest',
      ['create-fastify', 'register-rest'],
      'error-replies',
      ['rooms', 'series', 'security', 'operations', 'sdk', 'pages', 'forwarding'],
      'schemas',
    ]),
    ...downwards('server/src/auth', [
      'create-auth',
      'turn-credentials',
      ['key-rotation', 'invitations'],
      'token-guard',
      'revocation',
      'tokens',
      'keys',
    ]),
    ...downwards('server/src/series', [['series-desk', 'room-keeper', 'personal-links'], 'calendar', 'ports', 'rules']),
    ...downwards('server/src/store', [['sqlite', 'postgres'], 'store', 'shared']),
    ...downwards('server/src/store/postgres', ['postgres-store', 'tables', 'schema', 'connection']),
    ...downwards('server/src/store/sqlite', ['backup', 'sqlite-store', 'tables', 'files']),
    never(
      'the machine is pure: the protocol and itself, nothing else',
      { path: inside('server/src/rooms/machine') },
      { pathNot: [inside('server/src/rooms/machine'), inside('sdk/protocol')] },
    ),
    never(
      'the rules of series are pure: errors, the protocol and themselves',
      { path: inside('server/src/series/rules') },
      {
        path: inside('server/src'),
        pathNot: [inside('server/src/series/rules'), '^server/src/core/errors/errors\\.ts$'],
      },
    ),
    never(
      'recurrence rules, time zones and calendar files belong to server/src/series',
      { path: inside('server/src'), pathNot: inside('server/src/series') },
      packages('rrule-temporal', 'temporal-polyfill', 'ical-generator'),
    ),
    never(
      'mediasoup belongs to server/src/media, and to the bench',
      { path: inside('server/src'), pathNot: inside('server/src/media') },
      packages('mediasoup'),
    ),
    never(
      'pg belongs to server/src/store/postgres',
      { path: inside('server/src'), pathNot: inside('server/src/store/postgres') },
      packages('pg'),
    ),
    never(
      'fastify belongs to server/src/http, and to the demo and app.ts, which register with it',
      {
        path: inside('server/src'),
        pathNot: [inside('server/src/http'), inside('server/src/demo'), '^server/src/app\\.ts$'],
      },
      packages('fastify', '@fastify'),
    ),
    never(
      'ws belongs to server/src/signaling and server/src/cluster/links',
      { path: inside('server/src'), pathNot: [inside('server/src/signaling'), inside('server/src/cluster/links')] },
      packages('ws'),
    ),
    never(
      'links between nodes are used through cluster/link-ports.ts',
      { path: inside('server/src'), pathNot: [inside('server/src/cluster'), inside('server/src/bootstrap')] },
      { path: inside('server/src/cluster/links') },
    ),
    never(
      'prom-client belongs to server/src/process/metrics',
      { path: inside('server/src'), pathNot: inside('server/src/process/metrics') },
      packages('prom-client'),
    ),
    never(
      'the server knows the SDK by its protocol, its tokens and its webhooks only',
      { path: inside('server/src') },
      { path: ['^sdk/src/', '^sdk/ui/'] },
    ),
    never(
      'the pages of the server use the public SDK, as a customer does, and how it is translated',
      { path: inside('server/pages'), pathNot: '^server/pages/build\\.ts$' },
      {
        path: [
          '^server/src/',
          '^sdk/(src|protocol|ui|react)/(?!index\\.ts|texts/(languages|messages)\\.ts)',
          'node_modules/',
        ],
      },
    ),
    never(
      'set-up runs before anything is installed: no packages',
      { path: inside('server/setup') },
      { dependencyTypes: ['npm', 'npm-dev'] },
    ),

    // The SDK
    ...downwards('sdk', [
      ['build', 'api-report', 'translations'],
      'packaging',
      'react',
      'ui',
      'src',
      'server',
      ['token', 'webhooks'],
      'protocol',
    ]),
    ...downwards('sdk/src', [
      'index',
      ['session', 'run-preflight'],
      ['preflight', 'background'],
      ['media', 'people'],
      ['connection', 'local'],
      ['split-into-groups', 'triple-escape'],
      ['e2ee', 'echo'],
      'core',
    ]),
    ...downwards('sdk/src/session', [
      'session',
      'session-core',
      ['notification-handlers', 'simulate'],
      ['live-signals', 'session-people', 'host-requests', 'session-chat', 'controls'],
      'check-ins',
      'types',
    ]),
    ...downwards('sdk/src/echo', ['import-echo', 'index', 'echo-watch', ['echo-finder', 'howling-finder'], 'spectrum']),
    never(
      'what finds echo is loaded later: other code imports its types and its importer',
      { path: ['^sdk/src/', '^sdk/ui/', '^sdk/react/'], pathNot: inside('sdk/src/echo') },
      { path: inside('sdk/src/echo'), pathNot: '^sdk/src/echo/import-echo\\.ts$', dependencyTypesNot: ['type-only'] },
    ),
    ...downwards('sdk/src/background', ['import-background', 'index', 'page', 'worker', ['blur-files', 'blur-error']]),
    never(
      'what blurs backgrounds is loaded later: other code imports its importer',
      { path: ['^sdk/src/', '^sdk/ui/', '^sdk/react/'], pathNot: inside('sdk/src/background') },
      { path: inside('sdk/src/background'), pathNot: '^sdk/src/background/import-background\\.ts$' },
    ),
    never(
      'MediaPipe belongs to the worker that blurs',
      { path: '^sdk/', pathNot: [inside('sdk/src/background/worker'), inside('sdk/packaging')] },
      packages('@mediapipe'),
    ),
    ...downwards('sdk/src/preflight', [
      'import-preflight',
      'index',
      'perform-preflight',
      ['devices', 'network'],
      ['preflight-tools', 'page-visibility', 'results', 'wait'],
      'preflight-types',
      'preflight-codes',
    ]),
    never(
      'a preflight is loaded when it begins: other code imports its types and its importer',
      { path: ['^sdk/src/', '^sdk/ui/', '^sdk/react/'], pathNot: inside('sdk/src/preflight') },
      {
        path: inside('sdk/src/preflight'),
        pathNot: '^sdk/src/preflight/import-preflight\\.ts$',
        dependencyTypesNot: ['type-only'],
      },
    ),
    ...downwards('sdk/src/e2ee', [
      ['load-encryption', 'is-encryption-supported'],
      'import-encryption',
      'index',
      'session',
      'page',
      'texts',
      ['exchange', 'worker'],
      'keys',
      'frames',
      'bytes',
    ]),
    never(
      'encryption is loaded when a session connects: other code imports its types, its loader and whether it is supported',
      { path: ['^sdk/src/', '^sdk/ui/', '^sdk/react/'], pathNot: inside('sdk/src/e2ee') },
      {
        path: inside('sdk/src/e2ee'),
        pathNot: '^sdk/src/e2ee/(load-encryption|is-encryption-supported)\\.ts$',
        dependencyTypesNot: ['type-only'],
      },
    ),
    ...downwards('sdk/src/media', [
      'session-media',
      'reception',
      'connection',
      'media-queues',
      ['sending', 'receiving'],
      ['wire', 'media-cipher'],
    ]),
    ...downwards('sdk/ui', [
      'index',
      ['hearthroom-session', 'hearthroom-preflight'],
      'presenters',
      'notices',
      'controllers',
      'news',
      'elements',
      'effects',
      'style',
      'views',
      'texts',
    ]),
    never(
      'the texts of a language are loaded when somebody needs them',
      { path: ['^sdk/ui/', '^sdk/react/'], pathNot: '^sdk/ui/texts/import-language\\.ts$' },
      { path: inside('sdk/ui/texts/languages') },
    ),
    ...downwards('sdk/ui/elements', ['define', ['lobby', 'waiting', 'call', 'host'], 'preflight', 'shared']),
    ...downwards('sdk/ui/elements/shared', [
      ['dialogs', 'devices', 'side-panel'],
      ['details', 'draft-line', 'element', 'mask-sign', 'styles', 'ticker'],
    ]),
    ...downwards('sdk/react', [
      'index',
      ['session-provider', 'hearthroom-session', 'waiting-hooks', 'people-hooks', 'session-audio'],
      'media-hooks',
      'session-hooks',
      'snapshot',
      'session-context',
      ['session-memory', 'latest'],
    ]),
    ...downwards('sdk/protocol', [
      'index',
      'protocol-schema',
      ['messages', 'rest', 'kind-of-source'],
      'schemas',
      ['rpc', 'equal', 'no-grants'],
      ['codes', 'envelope'],
    ]),
    never(
      'the interface is built on the public exports of the SDK',
      { path: inside('sdk/ui') },
      { path: ['^sdk/src/', '^sdk/protocol/'], pathNot: '^sdk/src/index\\.ts$' },
    ),
    never(
      'the React layer is built on the public exports of the SDK and of the interface',
      { path: inside('sdk/react') },
      {
        path: ['^sdk/src/', '^sdk/ui/', '^sdk/protocol/'],
        pathNot: ['^sdk/(src|ui)/index\\.ts$', '^sdk/protocol/no-grants\\.ts$'],
      },
    ),
    never('React belongs to sdk/react', { path: '^sdk/', pathNot: inside('sdk/react') }, packages('react')),
    never(
      'mediasoup-client belongs to sdk/src/media',
      { path: '^sdk/', pathNot: [inside('sdk/src/media'), inside('sdk/src/preflight')] },
      packages('mediasoup-client'),
    ),
    never(
      'a preflight is given what it needs of mediasoup-client, and imports its types alone',
      { path: inside('sdk/src/preflight') },
      { ...packages('mediasoup-client'), dependencyTypesNot: ['type-only'] },
    ),
    never(
      'a browser gets no part of Node',
      { path: ['^sdk/src/', '^sdk/ui/', '^sdk/react/'] },
      { dependencyTypes: ['core'] },
    ),
    never(
      'a browser gets no schemas and no validator: the SDK takes types of the protocol, and its files without schemas',
      {
        path: [
          '^sdk/src/',
          '^sdk/ui/',
          '^sdk/react/',
          '^sdk/protocol/(codes|envelope|equal|kind-of-source|no-grants|rpc)\\.ts$',
        ],
      },
      packages('typebox', ...browserFree),
    ),
    never(
      'the protocol depends on typebox only',
      { path: inside('sdk/protocol') },
      { pathNot: [inside('sdk/protocol'), 'node_modules/typebox/'] },
    ),

    // Around them
    never(
      'examples use the public SDK, as a customer does',
      { path: inside('examples'), pathNot: '^examples/build\\.ts$' },
      { path: ['^server/', '^sdk/(src|protocol|ui|react)/(?!index\\.ts)', 'node_modules/mediasoup'] },
    ),
    never(
      'no code of the product imports tests or the bench',
      { path: ['^server/src/', '^sdk/'] },
      { path: ['^test/', '^bench/'] },
    ),
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['(^|/)dist/', '^bench/results/', '\\.tap/'] },
    enhancedResolveOptions: {
      conditionNames: ['hearthroom-source', 'import', 'require', 'node', 'default'],
      exportsFields: ['exports'],
      extensions: ['.ts', '.mjs', '.js'],
    },
  },
};
