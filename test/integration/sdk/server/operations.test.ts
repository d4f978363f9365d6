/** RestClient offers every operation of the OpenAPI document, with the schemas of the document. */
import { RestClient } from '@hearthroom/sdk/server';
import t from 'tap';
import { type Operation, operations } from '../../../../sdk/server/operations.ts';
import { startRest } from '../../../support/server/rest/rest-server.ts';

interface Described {
  operationId: string;
  parameters?: { in: string; name: string; required?: boolean; schema: object; description?: string }[];
  requestBody?: { content: Record<string, { schema: object }> };
  responses: Record<string, { content?: Record<string, { schema: object }> }>;
}

interface ApiDocument {
  paths: Record<string, Record<string, Described>>;
  components: { schemas: Record<string, object> };
}

const table: Record<string, Operation> = operations;

/** The schema with its references replaced, without `$id` and without the words for people. */
function resolved(value: unknown, schemas: Record<string, object>): unknown {
  if (Array.isArray(value)) return value.map((member) => resolved(member, schemas));
  if (typeof value !== 'object' || value === null) return value;
  if ('$ref' in value) return resolved(schemas[String(value.$ref).replace('#/components/schemas/', '')], schemas);
  const members = Object.entries(value).filter(([name, member]) => !isWords(name, member) && name !== '$id');
  return Object.fromEntries(
    // The document has `enum` where the schema has `const`.
    members.map(([name, member]) => (name === 'const' ? ['enum', [member]] : [name, resolved(member, schemas)])),
  );
}

/** A property may have the name `description` or `title`; then its value is a schema. */
const isWords = (name: string, member: unknown): boolean =>
  ['description', 'title', 'example'].includes(name) && typeof member === 'string';

async function readDocument(t: Tap): Promise<ApiDocument> {
  const { fastify } = await startRest(t);
  return JSON.parse((await fastify.inject('/v1/openapi.json')).body);
}

type Tap = Parameters<typeof startRest>[0];

const listed = ({ paths }: ApiDocument) =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => ({ path, method: method.toUpperCase(), ...described })),
  );

t.test('the client has each operation of the document under its name, method and path, and no other', async (t) => {
  const found = listed(await readDocument(t)).map(({ operationId, method, path }) => [operationId, method, path]);
  const offered = Object.entries(table).map(([name, { method, path }]) => [name, method, path]);
  t.strictSame(offered.sort(), found.sort());
  for (const name of Object.keys(table)) t.type(Reflect.get(RestClient.prototype, name), 'function', name);
});

t.test('what the client sends and returns has the types of the document', async (t) => {
  const document = await readDocument(t);
  const { schemas } = document.components;
  const plain = (schema: unknown) => resolved(JSON.parse(JSON.stringify(schema ?? null)), schemas);
  for (const { operationId, parameters = [], requestBody, responses } of listed(document)) {
    const operation = table[operationId];
    const query = parameters.filter((parameter) => parameter.in === 'query');
    const members: unknown = operation?.query && 'properties' in operation.query ? operation.query.properties : {};
    t.strictSame(
      Object.fromEntries(query.map(({ name, schema }) => [name, plain(schema)])),
      plain(members),
      operationId,
    );
    const required: unknown = operation?.query && 'required' in operation.query ? operation.query.required : [];
    t.strictSame(
      query.filter((parameter) => parameter.required).map(({ name }) => name),
      required ?? [],
      operationId,
    );
    const body = requestBody?.content['application/json']?.schema;
    t.strictSame(isEmpty(plain(body)) ? null : plain(body), plain(operation?.body), `body of ${operationId}`);
    const successes = Object.entries(responses).filter(([status]) => status.startsWith('2'));
    t.ok(successes.length > 0);
    for (const [status, { content }] of successes) {
      const answer = content?.['application/json']?.schema;
      t.strictSame(plain(answer), plain(operation?.answer), `${operationId} ${status}`);
    }
  }
});

/** The body of an action that takes nothing. */
const isEmpty = (schema: unknown): boolean =>
  typeof schema === 'object' &&
  schema !== null &&
  'properties' in schema &&
  Object.keys(schema.properties ?? {}).length === 0;
