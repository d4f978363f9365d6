import { readFileSync } from 'node:fs';
import {
  closeCodes,
  errorCodes,
  notifications,
  parseRequest,
  parseServerFrame,
  requests,
} from '@hearthroom/sdk/protocol';
import t from 'tap';
import { Value } from 'typebox/value';

const document = readFileSync(new URL('../../../../sdk/protocol/PROTOCOL.md', import.meta.url), 'utf8');

/** The JSON examples under the heading `### name`. */
function examplesOf(name: string): string[] {
  const section = document.split(/^### /m).find((part) => part.startsWith(`${name}\n`)) ?? '';
  return [...section.matchAll(/```json\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');
}

t.test('every request in the document is valid, and so is its answer', async (t) => {
  for (const [method, schema] of Object.entries(requests)) {
    const [request = '', response = ''] = examplesOf(method);
    const frame = parseRequest(request);
    t.equal(frame?.method, method, `${method} has an example`);
    t.same([...Value.Errors(schema.params, frame?.params)], [], `${method}: params fit`);
    const answer = parseServerFrame(response);
    t.ok(answer && 'result' in answer, `${method} has an answer`);
    if (answer && 'result' in answer)
      t.same([...Value.Errors(schema.result, answer.result)], [], `${method}: result fits`);
  }
});

t.test('every notification in the document is valid', async (t) => {
  for (const [method, schema] of Object.entries(notifications)) {
    const [example = ''] = examplesOf(method);
    const frame = parseServerFrame(example);
    t.ok(frame && 'method' in frame && frame.method === method, `${method} has an example`);
    if (frame && 'params' in frame) t.same([...Value.Errors(schema, frame.params)], [], `${method}: params fit`);
  }
});

t.test('the document names no message that does not exist', async (t) => {
  const known = new Set([...Object.keys(requests), ...Object.keys(notifications)]);
  const named = [...document.matchAll(/^### (\S+)$/gm)].map((match) => match[1] ?? '');
  t.same(
    named.filter((name) => !known.has(name)),
    [],
  );
});

t.test('the table of codes is the one in codes.ts', async (t) => {
  const rows = [...document.matchAll(/^\| `([\w-]+)` \| (\d*) \| (.*) \|$/gm)];
  const closeCode: Partial<Record<string, number>> = closeCodes;
  t.same(
    rows.map(([, code = '', close, meaning]) => [code, close, meaning]),
    Object.entries(errorCodes).map(([code, meaning]) => [code, String(closeCode[code] ?? ''), meaning]),
  );
});
