/** The examples in docs/frameworks.md: those for React are rendered, those for Vue and Svelte are compiled. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compileScript, parse } from '@vue/compiler-sfc';
import { transform } from 'esbuild';
import type { ComponentType } from 'react';
import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { compile } from 'svelte/compiler';
import t from 'tap';
import { root } from '../../../../server/setup/shared/paths.mjs';
import { readDocument } from '../../../support/docs/markdown.ts';

const document = readDocument('docs/frameworks.md');
// Inside the repository, so that the examples find its packages.
const folder = join(root, 'node_modules/.cache/hearthroom-documented');
mkdirSync(folder, { recursive: true });
t.teardown(() => rmSync(folder, { recursive: true, force: true }));

/** The code under `<!-- example: name -->`. */
function example(name: string): string {
  const [, code] = new RegExp(`<!-- example: ${name} -->\\n\`\`\`\\w+\\n([\\s\\S]*?)\`\`\``).exec(document) ?? [];
  if (code === undefined) throw new Error(`docs/frameworks.md has no example ${name}`);
  return code;
}

async function load(name: string): Promise<Record<string, ComponentType>> {
  const write = async (file: string, source: string) => {
    const { code } = await transform(source, { loader: 'tsx', jsx: 'automatic' });
    writeFileSync(
      join(folder, file),
      code.replace("'./get-token'", "'./get-token.mjs'").replace('"./get-token"', '"./get-token.mjs"'),
    );
  };
  await write('get-token.mjs', example('get-token'));
  await write(`${name}.mjs`, example(name));
  return import(pathToFileURL(join(folder, `${name}.mjs`)).href);
}

t.test('the React component of the element is rendered as documented', async (t) => {
  const { Appointment } = await load('react-element');
  t.ok(Appointment);
  t.equal(
    Appointment && renderToString(createElement(Appointment)),
    '<hearthroom-session url="https://calls.example.org" style="height:40rem" exit-url="https://weather.example.org"></hearthroom-session>',
  );
});

t.test('the React interface of one’s own is rendered as documented', async (t) => {
  const { Group } = await load('react-hooks');
  t.ok(Group);
  t.equal(Group && renderToString(createElement(Group)), '<p>idle</p>');
});

t.test('the Vue example compiles, and sets getToken as a property', async (t) => {
  const isCustomElement = (tag: string) => tag === 'hearthroom-session';
  const { descriptor, errors } = parse(example('vue'), { templateParseOptions: { isCustomElement } });
  t.same(errors, []);
  const { content } = compileScript(descriptor, { id: 'example', inlineTemplate: true });
  t.match(content, /"\.getToken": /);
  t.match(content, /onHearthroomClosed/);
  t.notMatch(content, /resolveComponent/);
});

t.test('the Svelte example compiles without warnings, and sets getToken by its name', async (t) => {
  const { js, warnings } = compile(example('svelte'), { generate: 'client' });
  t.same(warnings, []);
  t.match(js.code, /set_custom_element_data\(\w+, 'getToken', getToken\)/);
  t.match(js.code, /hearthroom-closed/);
});

t.test('the table of hooks names every hook', async (t) => {
  const index = readDocument('sdk/react/index.ts');
  const hooks = [...new Set([...index.matchAll(/\buse[A-Z]\w+/g)].map(([name]) => name))];
  t.ok(hooks.length > 10);
  for (const hook of hooks) t.match(document, new RegExp(`^\\| \`${hook}\\(`, 'm'), hook);
});

t.test('the React example has fewer than 200 lines', async (t) => {
  t.ok(readDocument('examples/react/app.tsx').trimEnd().split('\n').length < 200);
});
