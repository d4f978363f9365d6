/**
 * Loads the React layer with React 18 or with React 19, both in one process. `react` is version 18 here; version 19 is
 * installed as `react-19`, and imports of the layer with `?react=19` in their address lead to it.
 */
import { registerHooks } from 'node:module';

export interface LoadedReact {
  version: '18' | '19';
  React: typeof import('react');
  client: typeof import('react-dom/client');
  server: typeof import('react-dom/server');
  layer: typeof import('@hearthroom/sdk/react');
}

const marker = '?react=19';

registerHooks({
  resolve(specifier, context, next) {
    const { parentURL = '' } = context;
    const isMarked = parentURL.endsWith(marker);
    const isFrom19 = isMarked || parentURL.includes('/node_modules/react-dom-19/');
    const wanted = isFrom19 ? specifier.replace(/^(react|react-dom)(?=\/|$)/, '$1-19') : specifier;
    const resolved = next(wanted, context);
    return isMarked && resolved.url.includes('/sdk/react/')
      ? { ...resolved, url: `${resolved.url}${marker}` }
      : resolved;
  },
});

export async function loadReact(version: LoadedReact['version']): Promise<LoadedReact> {
  const suffix = version === '19' ? '-19' : '';
  const layer = new URL('../../../sdk/react/index.ts', import.meta.url).href;
  const modules: unknown[] = await Promise.all([
    import(`react${suffix}`),
    import(`react-dom${suffix}/client`),
    import(`react-dom${suffix}/server`),
    import(version === '19' ? `${layer}${marker}` : layer),
  ]);
  const [React, client, server, loadedLayer] = modules as [
    LoadedReact['React'],
    LoadedReact['client'],
    LoadedReact['server'],
    LoadedReact['layer'],
  ];
  if (!React.version.startsWith(`${version}.`)) throw new Error(`React ${React.version} instead of ${version}`);
  return { version, React, client, server, layer: loadedLayer };
}
