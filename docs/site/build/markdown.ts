/** Rewrites Markdown for the site; code stays as it is. */

/** A fenced block, inline code, a comment, two braces, or the target of a link or picture. */
const parts =
  /(?<fence>^ *(?<mark>`{3,}|~{3,})[^\n]*\n[\s\S]*?^ *\k<mark>[ \t]*$)|(?<code>(?<ticks>`+)(?!`)[^\n]*?[^`]\k<ticks>(?!`))|(?<comment><!--[\s\S]*?-->\n?)|(?<braces>\{\{)|\]\(<?(?<target>[^)\s>]+)>?\)/gm;

/**
 * @param text of a document
 * @param mapTarget given the target of a link or picture, returns the one on the site
 * @returns the text with these targets, without HTML comments, and with no braces that the site would evaluate
 */
export function rewriteMarkdown(text: string, mapTarget: (target: string) => string): string {
  return text.replace(parts, (whole: string, ...rest: unknown[]) => {
    const groups = rest.at(-1) as Record<string, string | undefined>;
    if (groups.comment !== undefined) return '';
    if (groups.braces !== undefined) return '{&#123;';
    return groups.target === undefined ? whole : `](${mapTarget(groups.target)})`;
  });
}

/** The anchor of a heading, as GitHub and other viewers of repositories give it. */
export const slugOf = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_\s-]/gu, '')
    .replaceAll(' ', '-');
