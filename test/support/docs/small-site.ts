/** A site of three files in the form in which docs/site/build writes it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Test } from 'tap';

export const scriptHash = 'sha256-La1r0VSk0Po4KFI0duEKhmPu+u0I416JW3oONqtdf4M=';

/** @returns the folder; it is removed after the test */
export function writeSmallSite(t: Test): string {
  const folder = mkdtempSync(join(tmpdir(), 'hearthroom-site-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'pages/assets'), { recursive: true });
  const files = {
    'pages/index.html': '<title>Start</title>',
    'pages/errors.html': '<title>Errors</title>',
    'pages/404.html': '<title>No such page</title>',
    'pages/assets/app.1a2b3c4d.js': 'export {};',
    'policy.json': JSON.stringify({ scripts: [scriptHash] }),
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}
