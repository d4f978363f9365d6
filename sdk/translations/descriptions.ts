/** What the comments in the English table say about its messages. */

/** Comments of the sections that contain a message, and its own, by the path of the message. */
export function descriptionsIn(source: string): Map<string, string> {
  const descriptions = new Map<string, string>();
  /** The sections around the current line, each with its comment. */
  const around: { key: string; comment: string }[] = [];
  let comment = '';
  let isInComment = false;
  for (const line of source.split('\n')) {
    const text = line.trim();
    if (isInComment || text.startsWith('/**')) {
      comment =
        `${isInComment ? `${comment} ` : ''}${text.replace(/^\/?\*+\/?\s*/, '').replace(/\s*\*\/$/, '')}`.trim();
      isInComment = !text.endsWith('*/');
      continue;
    }
    const [, quoted, plain, rest = ''] = /^(?:'([^']+)'|(\w+)): ?(.*)$/.exec(text) ?? [];
    const key = quoted ?? plain;
    if (key !== undefined) {
      const path = [...around.map((section) => section.key), key].join('.');
      const told = [...around.map((section) => section.comment), comment].filter((one) => one !== '').join(' ');
      if (told !== '' && !path.includes('{count}')) descriptions.set(path, told);
      // The comment of the whole table is above its first line, which is no section.
      if (rest.endsWith('{')) around.push({ key, comment });
    }
    if (/^\}[,;]?$/.test(text)) around.pop();
    comment = '';
  }
  return descriptions;
}
