/** What the local search is filled with. */
import type { MarkdownEnv } from 'vitepress';

interface Renderer {
  render(text: string, env: MarkdownEnv): string;
}

/**
 * The text that is searched. In the reference of the SDK each exported name and each of its members is a chapter, and
 * what stands under smaller headings (parameters, what it returns) belongs to it.
 */
export function renderForSearch(text: string, env: MarkdownEnv, md: Renderer): string {
  const html = md.render(text, env);
  if (env.frontmatter?.search === false) return '';
  return env.relativePath.startsWith('reference/sdk/') ? html.replace(/<(\/?)h[4-6]\b[^>]*>/g, '<$1p>') : html;
}
