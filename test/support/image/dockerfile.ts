/** Parses the parts of the Dockerfile that its rules need. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../../server/setup/shared/paths.mjs';

export interface Stage {
  name: string;
  /** What it starts from: another stage, or an image. */
  image: string;
  /** Of FROM, such as `--platform=…`. */
  flags: string[];
  instructions: { name: string; value: string }[];
}

export interface Dockerfile {
  /** Arguments before the first stage, with their defaults. */
  args: Record<string, string>;
  stages: Stage[];
}

/** Removes comments, joins continued lines, and fills in the arguments of FROM. */
export function parseDockerfile(text: string): Dockerfile {
  const args: Record<string, string> = {};
  const stages: Stage[] = [];
  const lines = text
    .replace(/^#.*\n/gm, '')
    .replace(/\\\n/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '');
  for (const line of lines) {
    const [name = '', ...words] = line.trim().split(/\s+/);
    if (name === 'FROM') stages.push(parseFrom(words, args));
    else if (stages.length > 0) stages.at(-1)?.instructions.push({ name, value: words.join(' ') });
    else if (name === 'ARG') Object.assign(args, Object.fromEntries([splitAtEqual(words.join(' '))]));
  }
  return { args, stages };
}

function parseFrom(words: readonly string[], args: Record<string, string>): Stage {
  const flags = words.filter((word) => word.startsWith('--'));
  const [image = '', , name = ''] = words.slice(flags.length);
  return { name, image: image.replace(/\$\{(\w+)\}/g, (_, arg) => args[arg] ?? ''), flags, instructions: [] };
}

function splitAtEqual(text: string): [string, string] {
  const at = text.indexOf('=');
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

export function readDockerfile(): Dockerfile {
  return parseDockerfile(readFileSync(join(root, 'Dockerfile'), 'utf8'));
}
