/** The custom elements manifest describes the element as its document and its code do. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { createElementManifest } from '../../../../../sdk/packaging/types/element-manifest.ts';
import { root } from '../../../../../server/setup/shared/paths.mjs';
import { readDocument } from '../../../../support/docs/markdown.ts';

const { modules } = await createElementManifest(join(root, 'sdk'));
const [element] = modules[0]?.declarations ?? [];
if (!element) throw new Error('The manifest has no element');
const readme = readDocument('sdk/ui/README.md');
const chapter = (title: string): string => readme.split(/^## /m).find((text) => text.startsWith(title)) ?? '';
const cells = (text: string, pattern: RegExp): string[] =>
  text.split('\n').flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(pattern)].map(([, name = '']) => name));
const namesOf = (items: readonly { name?: string }[] | undefined): string[] =>
  (items ?? []).map(({ name = '' }) => name);

t.test('the manifest has the tag of the element, and where its class is exported', async (t) => {
  t.equal(element.tagName, 'hearthroom-session');
  const { exports } = JSON.parse(readFileSync(join(root, 'sdk/package.json'), 'utf8'));
  t.equal(`./${modules[0]?.path}`, exports['./ui'].default);
  t.strictSame(
    modules[0]?.exports?.map(({ kind, name }) => [kind, name]),
    [
      ['js', 'HearthroomSession'],
      ['custom-element-definition', 'hearthroom-session'],
    ],
  );
});

t.test('it has the attributes and properties that the document lists, with type and description', async (t) => {
  const table = chapter('Attributes and properties');
  const documented = cells(table, /`([\w-]+)`/g);
  const properties = cells(table, /`([\w-]+)` \(property/g);
  t.strictSame(namesOf(element.attributes).sort(), documented.filter((name) => !properties.includes(name)).sort());
  const fields = (element.members ?? []).filter(({ kind }) => kind === 'field');
  t.strictSame(fields.map((field) => field.attribute ?? field.name).sort(), documented.sort());
  for (const field of fields) t.ok(field.description && field.type, field.name);
});

t.test('it has the events that the document lists, with the type of their detail', async (t) => {
  t.strictSame(namesOf(element.events).sort(), cells(chapter('Events'), /`(hearthroom-[\w-]+)`/g).sort());
  for (const { name, type, description } of element.events ?? [])
    t.ok(type?.text.startsWith('CustomEvent<') && description, name);
});

t.test('it has the CSS properties that the document lists and the styles read', async (t) => {
  const listed = cells(chapter('Colours'), /`(--hearthroom-[\w-]+)`/g);
  const styles = readFileSync(join(root, 'sdk/ui/style/theme.ts'), 'utf8');
  const read = new Set([...styles.matchAll(/var\((--hearthroom-[\w-]+)/g)].map(([, name = '']) => name));
  t.strictSame(namesOf(element.cssProperties).sort(), [...read].sort());
  for (const name of listed) t.ok(read.has(name), name);
  for (const { name, description } of element.cssProperties ?? []) t.ok(description, name);
});

t.test('it lists no parts and no slots, since the element has none', async (t) => {
  t.strictSame([element.cssParts, element.slots], [[], []]);
});
