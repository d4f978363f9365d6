/**
 * Serves pages to browsers in tests. Scripts are bundled from sources, as an application that uses the package would.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';
import { withWorkerSource } from '../../../sdk/packaging/bundles/worker-source.ts';

export interface PageServer {
  url: string;
  close(): void;
}

/** By path: the body, or a function that makes it for each request. */
export type Pages = Record<string, string | (() => string | Promise<string>)>;

const root = fileURLToPath(new URL('../../..', import.meta.url));

/**
 * @returns the bundle of a module, given as a file or as text, with all its imports; for a backend, Node's built-in
 *   modules are left out. `alias` replaces packages by others
 */
export async function bundle(
  source: { file: string } | { text: string },
  { platform = 'browser', alias = {} }: { platform?: 'browser' | 'node'; alias?: Record<string, string> } = {},
): Promise<string> {
  const input: BuildOptions =
    'file' in source
      ? { entryPoints: [source.file] }
      : { stdin: { contents: source.text, loader: 'ts', resolveDir: root } };
  const result = await build({
    ...input,
    bundle: true,
    platform,
    alias,
    write: false,
    format: 'esm',
    target: 'es2022',
    conditions: ['hearthroom-source'],
    plugins: [withWorkerSource],
  });
  return result.outputFiles?.[0]?.text ?? '';
}

/** Serves an empty page with the tools of page.ts. */
export async function startToolPage(host?: string): Promise<PageServer> {
  const script = await bundle({ file: fileURLToPath(new URL('./test-page.ts', import.meta.url)) });
  const pages = {
    '/': '<!doctype html><html lang="en"><title>Test</title><script type="module" src="/page.js"></script>',
    '/page.js': script,
  };
  return startPageServer(pages, host);
}

/** Serves an empty page with this script. */
export async function startScriptPage(script: URL): Promise<PageServer> {
  return startPageServer({
    '/': '<!doctype html><html lang="en"><title>Test</title><body><script type="module" src="/page.js"></script></body>',
    '/page.js': await bundle({ file: fileURLToPath(script) }),
    '/favicon.ico': '',
  });
}

export async function startPageServer(pages: Pages, host = '127.0.0.1'): Promise<PageServer> {
  const server = createServer(async (request, response) => {
    const path = request.url ?? '/';
    const page = pages[path];
    response.statusCode = page === undefined ? 404 : 200;
    response.setHeader('content-type', path.endsWith('.js') ? 'text/javascript' : 'text/html; charset=utf-8');
    response.end(typeof page === 'function' ? await page() : page);
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://${host}:${port}`, close: () => server.close() };
}
