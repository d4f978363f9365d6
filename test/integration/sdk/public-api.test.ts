/** The public API of the SDK matches docs/reference/sdk-api.md, including docstrings. */
import t from 'tap';
import { renderApiReport } from '../../../sdk/api-report.ts';
import { readDocument } from '../../support/docs/markdown.ts';

t.test('docs/reference/sdk-api.md shows the API as it is; `npm run api` brings it up to date', async (t) => {
  const linesOf = (text: string): string[] => text.split('\n');
  t.same(linesOf(renderApiReport()), linesOf(readDocument('docs/reference/sdk-api.md')));
});
