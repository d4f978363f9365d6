/** The hashes of the inline scripts of the pages, for the server's content security policy. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes `{ scripts: ["sha256-…"] }`. */
export function writePolicy(folder: string, target: string): void {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.html'));
  const scripts = files.flatMap((name) => scriptsIn(readFileSync(join(folder, name), 'utf8')).map(hashOf));
  writeFileSync(target, `${JSON.stringify({ scripts: [...new Set(scripts)].sort() }, null, 2)}\n`);
}

const scriptsIn = (text: string): string[] =>
  [...text.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/g)]
    .filter(([, attributes = '']) => !/\ssrc=/.test(attributes))
    .map(([, , script = '']) => script);

const hashOf = (script: string): string => `sha256-${createHash('sha256').update(script).digest('base64')}`;
