/** What the site shows of the folder that it is built in: what git tracks, and nothing else that lies there. */
import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import t, { type Test } from 'tap';
import { findPages } from '../../../docs/site/build/pages.ts';
import { findSourceFiles } from '../../../docs/site/build/source-files.ts';
import { writePages } from '../../../docs/site/build/write-pages.ts';
import { root } from '../../../server/setup/shared/paths.mjs';

const documents = {
  'README.md': '[Guide](docs/guide.md), [deployment](deploy), [a unit](deploy/service.conf)',
  'docs/guide.md': 'The guide. [Back](../README.md)',
  'deploy/service.conf': 'port 3000',
};
const own = { 'notes.md': 'Anna rang.', 'docs/draft.md': 'Not yet.', 'deploy/keys.json': '"secret"' };

/** Outside this repository, which git would look at otherwise. */
function writeFolder(t: Test, files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'hearthroom-site-files-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** @returns the names of the written files, and all that they contain */
function writeSite(folder: string): { names: string[]; text: string } {
  const source = join(folder, '../', `${folder.split('/').at(-1)}-out`);
  try {
    writePages({ root: folder, source }, (_page, text) => text);
    const names = globSync('**/*.*', { cwd: source }).sort();
    return { names, text: names.map((name) => readFileSync(join(source, name), 'utf8')).join('\n') };
  } finally {
    rmSync(source, { recursive: true, force: true });
  }
}

const git = (folder: string, ...args: string[]) => execFileSync('git', args, { cwd: folder, stdio: 'pipe' });

t.test('files that git does not track are neither pages nor listed in folders', async (t) => {
  const folder = writeFolder(t, { ...documents, ...own });
  git(folder, 'init', '--quiet');
  git(folder, 'add', ...Object.keys(documents));
  const { names, text } = writeSite(folder);
  t.strictSame(names, [
    'guide.md',
    'index.md',
    'public/source/deploy/service.conf.txt',
    'source/deploy/index.md',
    'source/missing.md',
  ]);
  t.notMatch(text, /Anna|Not yet|secret|keys/);
});

t.test('a link to a file that git does not track fails the build, which says so', async (t) => {
  const folder = writeFolder(t, { ...documents, ...own, 'docs/guide.md': '[Draft](draft.md)' });
  git(folder, 'init', '--quiet');
  git(folder, 'add', ...Object.keys(documents));
  t.throws(() => writeSite(folder), /docs\/guide\.md: draft\.md \(git does not track it\)/);
});

t.test('a file that git tracks and that was deleted here is no page', async (t) => {
  const folder = writeFolder(t, { ...documents, 'docs/old.md': 'Old.' });
  git(folder, 'init', '--quiet');
  git(folder, 'add', '.');
  rmSync(join(folder, 'docs/old.md'));
  t.notMatch(writeSite(folder).names.join(), 'old');
});

t.test('without git the documents are those that README.md leads to', async (t) => {
  const folder = writeFolder(t, { ...documents, ...own });
  const { names, text } = writeSite(folder);
  t.ok(names.includes('guide.md'));
  t.notMatch(names.join(), /notes|draft/);
  t.notMatch(text, /Anna|Not yet/);
});

t.test('README.md leads to every document that git tracks, so the site is the same without git', async (t) => {
  const pagesOf = () => findPages(findSourceFiles(root).documents).map(({ document }) => document);
  const withGit = pagesOf();
  const { PATH } = process.env;
  t.teardown(() => {
    process.env.PATH = PATH;
  });
  process.env.PATH = '';
  t.strictSame(pagesOf(), withGit);
  t.ok(withGit.length > 20);
});
