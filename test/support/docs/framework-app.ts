/**
 * An application with the examples for Vue and Svelte in docs/frameworks.md, and with the npm package as it is
 * installed. Vue, Svelte and their type checkers are among the packages of the site, with the TypeScript that these need.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { compileScript, parse } from '@vue/compiler-sfc';
import { build, type Plugin } from 'esbuild';
import { compile } from 'svelte/compiler';
import { root } from '../../../server/setup/shared/paths.mjs';
import { readDocument } from './markdown.ts';

export type Framework = 'vue' | 'svelte';

const sitePackages = join(root, 'docs/site/node_modules');
const document = readDocument('docs/frameworks.md');

/** The code under `<!-- example: name -->`. */
export function frameworkExample(name: string): string {
  const [, code] = new RegExp(`<!-- example: ${name} -->\\n\`\`\`\\w+\\n([\\s\\S]*?)\`\`\``).exec(document) ?? [];
  if (code === undefined) throw new Error(`docs/frameworks.md has no example ${name}`);
  return code;
}

/** Fills an empty folder. */
export function writeFrameworkApp(folder: string): void {
  const sdk = join(folder, 'node_modules/@hearthroom/sdk');
  mkdirSync(sdk, { recursive: true });
  execFileSync('tar', ['-xzf', join(root, 'sdk/dist/hearthroom-sdk.tgz'), '-C', sdk, '--strip-components=1']);
  for (const name of ['vue', 'svelte'])
    symlinkSync(join(sitePackages, name), join(folder, 'node_modules', name), 'junction');
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  writeFileSync(join(folder, 'get-token.ts'), frameworkExample('get-token'));
}

const checkers = {
  vue: (config: string) => ['vue-tsc/bin/vue-tsc.js', '--noEmit', '-p', config],
  svelte: (config: string, folder: string) => [
    ...['svelte-check/bin/svelte-check', '--workspace', folder, '--tsconfig', config],
    ...['--output', 'machine', '--fail-on-warnings'],
  ],
} satisfies Record<Framework, (config: string, folder: string) => string[]>;

/** @returns what the type checker of the framework prints about a component, or an empty text if it finds nothing */
export function checkComponent(folder: string, framework: Framework, code: string): string {
  const files = { [`Checked.${framework}`]: code, [`${framework}.d.ts`]: frameworkExample(`${framework}-types`) };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const compilerOptions = {
    strict: true,
    module: 'esnext',
    moduleResolution: 'bundler',
    target: 'es2022',
    lib: ['es2022', 'dom', 'dom.iterable'],
    types: [],
    noEmit: true,
  };
  const config = join(folder, `tsconfig.${framework}.json`);
  writeFileSync(config, JSON.stringify({ compilerOptions, include: ['get-token.ts', ...Object.keys(files)] }));
  const [script = '', ...args] = checkers[framework](config, folder);
  try {
    const env = { ...process.env, NODE_OPTIONS: '' };
    execFileSync(process.execPath, [join(sitePackages, script), ...args], { cwd: folder, encoding: 'utf8', env });
    return '';
  } catch (error) {
    return error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error);
  }
}

const mains: Record<Framework, (component: string) => string> = {
  vue: (component) => `
    import { createApp, h } from 'vue';
    import Page from ${JSON.stringify(component)};
    createApp({ render: () => h(Page, { onClosed: () => { document.title = 'closed'; } }) }).mount('main');
  `,
  svelte: (component) => `
    import { mount } from 'svelte';
    import Page from ${JSON.stringify(component)};
    mount(Page, { target: document.querySelector('main'), props: { onclosed: () => { document.title = 'closed'; } } });
  `,
};

/** @returns the script of a page with the component, as a bundler with the framework's plugin makes it */
export async function bundleComponent(folder: string, framework: Framework, code: string): Promise<string> {
  const component = `./Page.${framework}`;
  writeFileSync(join(folder, component), code);
  const { outputFiles } = await build({
    stdin: { contents: mains[framework](component), resolveDir: folder },
    bundle: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    define: {
      __VUE_OPTIONS_API__: 'true',
      __VUE_PROD_DEVTOOLS__: 'false',
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
    },
    plugins: [components],
    logLevel: 'error',
  });
  return outputFiles[0]?.text ?? '';
}

/** The options are those that docs/frameworks.md names. */
const components: Plugin = {
  name: 'components',
  setup({ onLoad }) {
    onLoad({ filter: /\.vue$/ }, ({ path }) => {
      const compilerOptions = { isCustomElement: (tag: string) => tag === 'hearthroom-session' };
      const { descriptor } = parse(readFileSync(path, 'utf8'), { templateParseOptions: compilerOptions });
      const options = { id: basename(path), inlineTemplate: true, templateOptions: { compilerOptions } };
      return { contents: compileScript(descriptor, options).content, loader: 'ts' };
    });
    onLoad({ filter: /\.svelte$/ }, ({ path }) => ({
      contents: compile(readFileSync(path, 'utf8'), { generate: 'client', filename: path }).js.code,
    }));
  },
};
