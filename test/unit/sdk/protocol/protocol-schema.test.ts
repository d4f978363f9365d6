/** The JSON Schema for clients in other languages, checked with a validator of that standard. */
import { readFileSync } from 'node:fs';
import { closeCodes, createProtocolSchema, errorCodes, notifications, requests } from '@hearthroom/sdk/protocol';
import { Ajv2020 } from 'ajv/dist/2020.js';
import t from 'tap';

type Json = Record<string, unknown>;

const schema = createProtocolSchema();
const ajv = new Ajv2020({ strict: true, allErrors: true });
ajv.addVocabulary(['protocolVersion', 'subprotocol', 'methods', 'errorCodes']);
ajv.addSchema(schema);

const definition = (name: string) => ajv.compile({ $ref: `${schema.$id}#/$defs/${name}` });
const capitalized = (name: string) => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;

const document = readFileSync(new URL('../../../../sdk/protocol/PROTOCOL.md', import.meta.url), 'utf8');
const examplesOf = (name: string): Json[] => {
  const section = document.split(/^### /m).find((part) => part.startsWith(`${name}\n`)) ?? '';
  return [...section.matchAll(/```json\n([\s\S]*?)```/g)].map((match) => JSON.parse(match[1] ?? ''));
};

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every schema in it, with its path. */
function* schemasIn(value: unknown, path: string): Generator<[string, Json]> {
  if (Array.isArray(value)) for (const [index, item] of value.entries()) yield* schemasIn(item, `${path}/${index}`);
  if (!isObject(value)) return;
  yield [path, value];
  for (const [name, member] of Object.entries(value)) yield* schemasIn(member, `${path}/${name}`);
}

t.test('every schema compiles in strict mode', async (t) => {
  for (const name of Object.keys(schema.$defs)) t.doesNotThrow(() => definition(name), name);
});

t.test('every message of the code is in the table of methods, with schemas that are there', async (t) => {
  t.same(Object.keys(schema.methods).sort(), [...Object.keys(requests), ...Object.keys(notifications)].sort());
  for (const [method, entry] of Object.entries(schema.methods)) {
    const isRequest = method in requests;
    t.equal(entry.direction, isRequest ? 'client-to-server' : 'server-to-client', method);
    t.equal(entry.kind, isRequest ? 'request' : 'notification', method);
    t.equal('result' in entry, isRequest, method);
    for (const { $ref } of [entry.params, ...(entry.result ? [entry.result] : [])])
      t.ok($ref.replace('#/$defs/', '') in schema.$defs, $ref);
  }
});

t.test('every example of the document fits the schema of its frame, and the root', async (t) => {
  const root = ajv.compile({ $ref: schema.$id });
  const check = (frame: string, example: unknown) => {
    const fits = definition(frame);
    t.ok(fits(example), `${frame}: ${JSON.stringify(fits.errors)}`);
    t.ok(root(example), `${frame} at the root`);
  };
  for (const method of Object.keys(requests)) {
    const [request, response] = examplesOf(method);
    check(`${capitalized(method)}Request`, request);
    check(`${capitalized(method)}Response`, response);
  }
  for (const method of Object.keys(notifications)) check(`${capitalized(method)}Notification`, examplesOf(method)[0]);
  const refusal = { id: 1, error: { code: 'internal', message: 'Something failed', correlationId: 'c-1' } };
  check('ErrorResponse', refusal);
});

t.test('what a client misspells is refused by the schema, what a newer server adds is not', async (t) => {
  const request = definition('AdmitRequest');
  const params = { participantId: 'p-anna', epoch: 4 };
  t.ok(request({ id: 1, method: 'admit', params }));
  t.notOk(request({ id: 1, method: 'admit', params: { ...params, epohc: 4 } }));
  t.notOk(request({ id: 2 ** 53, method: 'admit', params }));
  t.notOk(request({ id: 1, method: 'admit' }));
  const added = definition('WaitingAddedNotification');
  const [example] = examplesOf('waitingAdded');
  t.ok(added({ ...example, tomorrow: 1, params: { ...(isObject(example?.params) && example.params), tomorrow: 1 } }));
  t.ok(definition('AdmitResult')({ tomorrow: 1 }));
  t.ok(definition('Grants')({ ...roleGrants(), tomorrow: true }));
});

function roleGrants(): Json {
  const [example] = examplesOf('selfUpdated');
  const self = isObject(example?.params) ? example.params.self : null;
  return isObject(self) && isObject(self.grants) ? self.grants : {};
}

t.test('every property says what it means', async (t) => {
  const isDescribed = (property: Json): boolean => {
    if (typeof property.description === 'string' && property.description !== '') return true;
    const name = typeof property.$ref === 'string' ? property.$ref.replace('#/$defs/', '') : '';
    // The parameters of a method are described in its section of the document.
    return /(Params|Result)$/.test(name) || typeof schema.$defs[name]?.description === 'string';
  };
  for (const [path, { properties }] of schemasIn(schema.$defs, '')) {
    if (!isObject(properties) || path.endsWith('/properties')) continue;
    for (const [name, property] of Object.entries(properties))
      t.ok(isObject(property) && isDescribed(property), `${path}/${name} is described`);
  }
});

t.test('the unit of every number is described, and whether it can be a fraction', async (t) => {
  const fractions = [...schemasIn(schema.$defs, '')].filter(([, { type }]) => type === 'number');
  for (const [path, { description }] of fractions) {
    // Format parameters are defined by the codec's own specification.
    if (/\/parameters\/patternProperties\//.test(path)) continue;
    t.match(description, /may be a fraction/, path);
  }
  const times = [...schemasIn(schema.$defs, '')].filter(([path]) => /(Ms|Since|At|Until|\/at|\/since)$/.test(path));
  t.ok(times.length > 10);
  for (const [path, time] of times) t.match(JSON.stringify(time), /illiseconds|"type":"integer"|ISO 8601/, path);
});

t.test('the tables of codes are those of the code', async (t) => {
  const closeCodeOf: Partial<Record<string, number>> = closeCodes;
  t.same(
    Object.entries(schema.errorCodes).map(([code, { meaning, closeCode }]) => [code, meaning, closeCode]),
    Object.entries(errorCodes).map(([code, meaning]) => [code, meaning, closeCodeOf[code]]),
  );
  t.same(schema.$defs.ErrorCode?.enum, Object.keys(errorCodes));
});

t.test('every pattern compiles in Unicode mode, and those without property escapes in any engine', async (t) => {
  const patterns = [...schemasIn(schema.$defs, '')].flatMap(([path, { pattern }]) =>
    typeof pattern === 'string' ? [[path, pattern] as const] : [],
  );
  t.ok(patterns.some(([, pattern]) => pattern.includes('\\p{')));
  for (const [path, pattern] of patterns) {
    t.doesNotThrow(() => new RegExp(pattern, 'u'), path);
    if (!pattern.includes('\\p{')) t.notMatch(pattern, /\(\?[=!<]|\\u\{|\\k/, path);
  }
  t.match(document, /`pattern` is a regular expression of ECMA-262 in Unicode mode/);
});
