import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>States</title>
    <link rel="stylesheet" href="/page.css" />
    <script type="module" src="/page.js"></script>
  </head>
  <body><state-frame></state-frame></body>
</html>`;

/** The table of texts in English becomes that of the language in the address: parts and sample data take it from there. */
const withStateLanguage: Plugin = {
  name: 'with-state-language',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]ui[\\/]texts[\\/]texts\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const table = "createTexts(englishMessages, 'en')";
      if (!source.includes(table)) throw new Error(`${path} makes its table in another way`);
      const inLanguage = source.replace(
        table,
        'isolateTexts(createTexts(stateLanguage.messages, stateLanguage.locale))',
      );
      const imports = [
        `import { stateLanguage } from ${JSON.stringify(fileURLToPath(new URL('./state-language.ts', import.meta.url)))};`,
        "import { isolateTexts } from './isolated-texts.ts';",
      ];
      return { contents: `${imports.join('\n')}\n${inLanguage}`, loader: 'ts' };
    });
  },
};

/** The strictest policy of a page that embeds the element: nothing inline, nothing from other origins. */
const policy =
  "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'";

/** Serves the page of states (and nothing else) on a free port of this machine. */
export async function serveStates(): Promise<{ url: string; close: () => void }> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('./states-page.ts', import.meta.url))],
    bundle: true,
    format: 'esm',
    conditions: ['hearthroom-source'],
    target: 'es2024',
    write: false,
    plugins: [withStateLanguage],
  });
  const files: Record<string, { type: string; body: string }> = {
    '/': { type: 'text/html; charset=utf-8', body: page },
    '/page.js': { type: 'text/javascript', body: outputFiles[0]?.text ?? '' },
    '/page.css': { type: 'text/css', body: 'html, body { margin: 0; block-size: 100%; }' },
  };
  const server = createServer((request, response) => {
    const file = files[new URL(request.url ?? '/', 'http://localhost').pathname];
    if (!file) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'content-type': file.type, 'content-security-policy': policy }).end(file.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() };
}
