/** The site's settings. Pages are written into dist/source by build/build.ts. */
import { defineConfig } from 'vitepress';
import { slugOf } from '../build/markdown.ts';
import { renderForSearch } from './search.ts';
import { searchOptions } from './search-options.ts';
import { sidebar } from './sidebar.ts';

export default defineConfig({
  title: 'Hearthroom',
  description: 'Self-hosted SFU media server and browser SDK for online group therapy',
  lang: 'en',
  base: '/docs/',
  srcDir: 'dist/source',
  outDir: 'dist/pages',
  cacheDir: 'dist/cache',
  cleanUrls: true,
  metaChunk: true,
  // Turning transitions off while the colours change would need an inline style, which the server's policy forbids.
  appearance: { disableTransition: false },
  // Browsers would ask for /favicon.ico.
  head: [['link', { rel: 'icon', href: 'data:,' }]],
  markdown: {
    // Documents are written for viewers of repositories, which know no attributes in braces; HTML in them is text.
    html: false,
    linkify: false,
    attrs: { disable: true },
    anchor: { slugify: slugOf },
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
  },
  themeConfig: {
    search: { provider: 'local', options: { _render: renderForSearch, miniSearch: { searchOptions } } },
    sidebar,
    outline: { level: [2, 3] },
    docFooter: { prev: false, next: false },
  },
  vite: { build: { target: 'es2022', chunkSizeWarningLimit: 4_000 } },
});
