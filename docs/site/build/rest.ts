/** The reference of the REST API, as Markdown, from the OpenAPI document. */
import type { Content, Document, Operation, Parameter, Schema } from './open-api.ts';

export function renderRest({ info, tags, paths, components }: Document): string {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ title: `${method.toUpperCase()} ${path}`, operation })),
  );
  return [
    '# REST API\n',
    `${info.description}\n`,
    'Generated from the OpenAPI document, which each server gives at `/v1/openapi.json`, with a page to try it at `/v1/docs`. Errors are answered as `{ code, message, correlationId }` ([all codes](/errors)).\n',
    ...tags.flatMap(({ name, description }) => [
      `## ${capitalized(name)}\n`,
      `${description}.\n`,
      ...operations.filter(({ operation }) => operation.tags?.includes(name)).map(renderOperation),
    ]),
    '## Schemas\n',
    ...Object.entries(components.schemas).map(([name, schema]) => `### Schema ${name}\n\n${renderFields(schema)}`),
  ].join('\n');
}

function renderOperation({ title, operation }: { title: string; operation: Operation }): string {
  const { summary, description, parameters = [], requestBody, responses } = operation;
  const body = schemaIn(requestBody?.content);
  const answers = Object.entries(responses).map(([status, { description: words, content }]) => {
    const answer = schemaIn(content);
    return `| ${status} | ${[cell(words), answer && typeOf(answer)].filter(Boolean).join(': ')} |`;
  });
  return [
    `### ${title}\n`,
    `**${summary ?? operation.operationId}.** ${description ?? ''}\n`,
    ...(parameters.length > 0 ? ['Parameters:\n', renderParameters(parameters)] : []),
    ...(body ? [`Body (${Object.keys(requestBody?.content ?? {}).join(', ')}):\n`, renderFields(body)] : []),
    'Answers:\n',
    '| status | answer |\n|---|---|',
    ...answers,
    '',
  ].join('\n');
}

const schemaIn = (content: Content | undefined): Schema | undefined => Object.values(content ?? {})[0]?.schema;

const renderParameters = (parameters: Parameter[]): string =>
  table(
    parameters.map(({ name, in: place, required, description, schema }) => ({
      name,
      note: `${place}${required ? ', required' : ''}`,
      schema: { ...schema, ...(description !== undefined && { description }) },
    })),
  );

function renderFields(schema: Schema): string {
  const { properties, required = [], description } = schema;
  const intro = description === undefined ? '' : `${description}\n\n`;
  const variants = schema.anyOf?.filter((one) => one.properties) ?? [];
  if (properties) return intro + table(fieldsOf(properties, required, ''));
  if (variants.length > 0) return `${intro}One of:\n\n${variants.map(renderFields).join('\n')}`;
  return `${intro}${typeOf(schema)}\n`;
}

interface Row {
  name: string;
  note: string;
  schema: Schema;
}

/** Fields of objects inside are listed with their path. */
function fieldsOf(properties: Record<string, Schema>, required: string[], path: string): Row[] {
  return Object.entries(properties).flatMap(([name, schema]) => {
    const row = { name: path + name, note: required.includes(name) ? 'required' : '', schema };
    const inner = [schema, schema.items, ...(schema.anyOf ?? [])].find((one) => one?.properties);
    if (!inner?.properties) return [row];
    const step = inner === schema.items ? '[].' : '.';
    return [row, ...fieldsOf(inner.properties, inner.required ?? [], `${path}${name}${step}`)];
  });
}

function table(rows: Row[]): string {
  if (rows.length === 0) return 'No fields.\n';
  const lines = rows.map(({ name, note, schema }) => {
    const meaning = [note && `${capitalized(note)}.`, cell(schema.description), limitsOf(schema)].filter(Boolean);
    return `| \`${name}\` | ${typeOf(schema)} | ${meaning.join(' ')} |`;
  });
  return ['| name | type | meaning |\n|---|---|---|', ...lines, ''].join('\n');
}

function typeOf(schema: Schema): string {
  const name = schema.$ref?.split('/').at(-1);
  if (name !== undefined) return `[${name}](#schema-${name.toLowerCase()})`;
  if (schema.const !== undefined) return code(schema.const);
  if (schema.enum) return schema.enum.map(code).join(', ');
  if (schema.anyOf) return [...new Set(schema.anyOf.map(typeOf))].join(' or ');
  if (schema.type === 'array') return `array of ${schema.items ? typeOf(schema.items) : 'values'}`;
  return [schema.type ?? 'any'].flat().join(' or ');
}

function limitsOf({ default: byDefault, minimum, maximum, minLength, maxLength }: Schema): string {
  const limits = [
    ...(minimum !== undefined || maximum !== undefined ? [`${minimum ?? ''}–${maximum ?? ''}`] : []),
    ...(maxLength !== undefined ? [`${minLength ?? 0}–${maxLength} characters`] : []),
    ...(byDefault !== undefined ? [`default ${code(byDefault)}`] : []),
  ];
  return limits.length > 0 ? `(${limits.join('; ')})` : '';
}

const code = (value: unknown): string => `\`${JSON.stringify(value).replaceAll('|', '\\|')}\``;
const cell = (text = ''): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
