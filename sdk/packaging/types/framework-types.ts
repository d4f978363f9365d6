/**
 * Types of the element for templates of Vue and Svelte, from the custom elements manifest: `@hearthroom/sdk/vue` and
 * `@hearthroom/sdk/svelte`. They have no code; an application names them in its types. React has a component instead.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElementDeclaration, Manifest } from '@custom-elements-manifest/analyzer';

/** The packages whose types they extend, and the names of the entry points. An application that uses one has it. */
export const frameworks = ['vue', 'svelte'] as const;

/**
 * @param dist where the package is built
 * @returns the declarations for CommonJS that were written, relative to `dist`
 * @throws Error when the manifest has no element
 */
export async function writeFrameworkTypes(manifest: Manifest, dist: string): Promise<string[]> {
  const [element] = manifest.modules[0]?.declarations ?? [];
  if (element?.tagName === undefined) throw new Error('the custom elements manifest has no element');
  const folder = 'types/frameworks';
  const target = join(dist, folder);
  await mkdir(target, { recursive: true });
  await writeFile(join(target, 'element.d.ts'), elementTypes(element));
  await writeFile(join(target, 'vue.d.ts'), vueTypes(element.tagName));
  await writeFile(join(target, 'svelte.d.ts'), svelteTypes(element.tagName));
  const commonJs = frameworks.map((name) => ({ name, path: `${folder}/${name}.d.cts` }));
  for (const { name, path } of commonJs)
    await writeFile(join(dist, path), `export type * from './${name}.js' with { 'resolution-mode': 'import' };\n`);
  return commonJs.map(({ path }) => path);
}

function elementTypes({ name, attributes = [], members = [], events = [] }: ElementDeclaration): string {
  const settable = members.filter((member) => member.readonly !== true);
  const typeOf = (property: string): string => `${name}['${property}']`;
  const fields = [
    ...settable.map((member) => ({ key: member.name, property: member.name, text: member.description })),
    ...attributes
      .filter((attribute) => attribute.name !== attribute.fieldName)
      .map(({ name: key, fieldName = '', description: text }) => ({ key, property: fieldName, text })),
  ];
  return [
    `import type { ${name} } from '../ui/index.js';`,
    '',
    '/** What a template may set: properties, and the attributes of those that have one. */',
    `export interface ${name}Attributes {`,
    ...fields.map(({ key, property, text = '' }) => `${comment(text)}  ${quoted(key)}?: ${typeOf(property)};`),
    '}',
    '',
    '/** The events of the element. */',
    `export interface ${name}Events {`,
    ...events.map(
      (event) => `${comment(event.description ?? '')}  ${quoted(event.name)}: ${event.type?.text ?? 'Event'};`,
    ),
    '}',
    '',
  ].join('\n');
}

const comment = (text: string): string => `  /** ${text.replaceAll(/\s+/g, ' ')} */\n`;
const quoted = (name: string): string => (/^\w+$/.test(name) ? name : `'${name}'`);

const vueTypes = (tag: string): string => `import type { HTMLAttributes } from 'vue';
import type { HearthroomSession } from '../ui/index.js';
import type { HearthroomSessionAttributes, HearthroomSessionEvents } from './element.js';

type CamelCased<Name extends string> = Name extends \`\${infer First}-\${infer Rest}\`
  ? \`\${First}\${Capitalize<CamelCased<Rest>>}\`
  : Name;
type Listeners = {
  [Name in keyof HearthroomSessionEvents as \`on\${Capitalize<CamelCased<Name>>}\`]?: (
    event: HearthroomSessionEvents[Name],
  ) => void;
};

declare module 'vue' {
  interface GlobalComponents {
    '${tag}': new () => HearthroomSession & {
      /** Only for templates: the element has no such property. */
      $props: HTMLAttributes & HearthroomSessionAttributes & Listeners;
    };
  }
}
`;

const svelteTypes = (tag: string): string => `import type { HTMLAttributes } from 'svelte/elements';
import type { HearthroomSession } from '../ui/index.js';
import type { HearthroomSessionAttributes, HearthroomSessionEvents } from './element.js';

type Listeners = {
  [Name in keyof HearthroomSessionEvents as \`on\${Name}\`]?: (event: HearthroomSessionEvents[Name]) => void;
};

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    '${tag}': HTMLAttributes<HearthroomSession> & HearthroomSessionAttributes & Listeners;
  }
}
`;
