/** The page of errors has a chapter for each code, and for nothing else. */
import t from 'tap';
import { allErrorCodes } from '../../support/docs/error-codes.ts';
import { readDocument } from '../../support/docs/markdown.ts';

const chapters = readDocument('docs/errors.md').split(/^### /m).slice(1);

t.test('every error code has exactly one chapter, which says what to do', async (t) => {
  t.strictSame(chapters.map((chapter) => chapter.split('\n', 1)[0]).sort(), [...allErrorCodes].sort());
  for (const chapter of chapters) {
    const [code = '', ...text] = chapter.split(/^## /m)[0]?.split('\n') ?? [];
    t.ok(text.join(' ').trim().length > 30, code);
  }
});
