/**
 * The custom elements manifest (custom-elements-manifest, schema 1.0.0): tag, attributes, properties, events and CSS
 * properties of the element, for editors and frameworks. Read from the source and its JSDoc.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { create, type ElementDeclaration, type Manifest, ts } from '@custom-elements-manifest/analyzer';
import { litPlugin } from '@custom-elements-manifest/analyzer/src/features/framework-plugins/lit/lit.js';

/** The element first, then its base class, from which it inherits `texts`. */
const sources = ['ui/hearthroom-session.ts', 'ui/elements/shared/element.ts'];
const className = 'HearthroomSession';
const publishedModule = 'dist/ui/index.js';

/** Properties that pages may use; the others are for the element's own parts. */
const publicProperties = new Set([
  'url',
  'listenOnly',
  'exitUrl',
  'encryption',
  'locale',
  'getToken',
  'texts',
  'session',
]);

const publicEvent = /^hearthroom-/;

/** @throws Error when the element is not found in the sources */
export async function createElementManifest(sdk: string): Promise<Manifest> {
  const modules = await Promise.all(
    sources.map(async (path) =>
      ts.createSourceFile(path, await readFile(join(sdk, path), 'utf8'), ts.ScriptTarget.ES2022, true),
    ),
  );
  const { modules: analyzed } = create({ modules, plugins: litPlugin(), context: { dev: false } });
  const declaration = analyzed.flatMap(({ declarations }) => declarations).find(isElement);
  if (!declaration) throw new Error(`${sources[0]} has no element ${className}`);
  return {
    schemaVersion: '1.0.0',
    readme: 'ui/README.md',
    modules: [
      {
        kind: 'javascript-module',
        path: publishedModule,
        declarations: [publicPart(declaration)],
        exports: [
          { kind: 'js', name: className, declaration: { name: className, module: publishedModule } },
          {
            kind: 'custom-element-definition',
            name: declaration.tagName ?? '',
            declaration: { name: className, module: publishedModule },
          },
        ],
      },
    ],
  };
}

const isElement = ({ kind, name }: ElementDeclaration): boolean => kind === 'class' && name === className;

function publicPart(declaration: ElementDeclaration): ElementDeclaration {
  const { members = [], attributes = [], events = [], superclass: _own, ...rest } = declaration;
  const isPublic = (name: string): boolean => publicProperties.has(name);
  return {
    ...rest,
    superclass: { name: 'HTMLElement' },
    attributes: attributes.filter(({ fieldName = '' }) => isPublic(fieldName)).map(withoutOrigin),
    members: members.filter((member) => member.kind === 'field' && isPublic(member.name)).map(withoutOrigin),
    // The others are between the element and its parts.
    events: events.filter(({ name }) => publicEvent.test(name)).map(withoutOrigin),
    slots: rest.slots ?? [],
    cssParts: rest.cssParts ?? [],
  };
}

/** The base class is not in the manifest. */
function withoutOrigin<T extends { inheritedFrom?: unknown }>(member: T): T {
  const copy = { ...member };
  delete copy.inheritedFrom;
  return copy;
}
