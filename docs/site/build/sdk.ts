/** The reference of the SDK: TypeDoc's Markdown of each entry point of the package. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Application, LogLevel, OptionDefaults } from 'typedoc';
import { write } from './write-pages.ts';

const entryPoints = [
  'src/index.ts',
  'ui/index.ts',
  'react/index.ts',
  'server/index.ts',
  'token/index.ts',
  'webhooks/index.ts',
];

/** Tags of the custom elements manifest, which describes the element for editors. */
const manifestTags = ['@tagname', '@fires', '@cssprop', '@attr'] as const;

/** Options of typedoc-plugin-markdown, which TypeDoc's types don't know. */
const pluginOptions = { hideBreadcrumbs: true, hidePageHeader: true, entryFileName: 'index' };

/**
 * @param sdk folder of the package
 * @param target folder of the pages
 * @throws Error when TypeDoc finds an error, or a docstring that links to what doesn't exist
 */
export async function writeSdkReference(sdk: string, target: string): Promise<void> {
  const app = await Application.bootstrapWithPlugins({
    ...pluginOptions,
    plugin: ['typedoc-plugin-markdown'],
    entryPoints: entryPoints.map((path) => join(sdk, path)),
    tsconfig: join(sdk, 'tsconfig.build.json'),
    name: 'SDK reference',
    readme: 'none',
    disableSources: true,
    excludePrivate: true,
    excludeInternal: true,
    excludeExternals: true,
    cleanOutputDir: false,
    blockTags: [...OptionDefaults.blockTags, ...manifestTags],
    excludeTags: [...OptionDefaults.excludeTags, ...manifestTags],
    // `npm test` checks the types, with the project's own compiler.
    skipErrorChecking: true,
    validation: { notExported: false, invalidLink: true, notDocumented: false },
    logLevel: LogLevel.Warn,
  });
  const project = await app.convert();
  if (!project) throw new Error('TypeDoc cannot read the types of the SDK');
  app.validate(project);
  await app.outputs.writeOutput({ name: 'markdown', path: target }, project);
  if (app.logger.hasErrors() || app.logger.hasWarnings()) throw new Error('TypeDoc found problems in docstrings');
  for (const name of readdirSync(target, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.md')) continue;
    const path = join(target, name);
    write(path, readFileSync(path, 'utf8').replaceAll('{{', '{&#123;'));
  }
}
