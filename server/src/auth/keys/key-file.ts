/** The file with API keys: read at the start, and again on rotation. */
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { weaknessOf } from '../../config/parse.ts';
import { FileProblem, readRegularFile } from '../../core/files/read-file.ts';
import { type Key, secretKeys } from './keys.ts';
import { KeyProblem, readPublicKey } from './public-key.ts';

/** All problems of the file, one sentence each. Never quotes a key. */
export class KeyFileError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join(' '));
    this.name = 'KeyFileError';
    this.problems = problems;
  }
}

export interface KeySources {
  /** Secrets by id, from the environment; they don't change while the server runs. */
  readonly keys: ReadonlyMap<string, string>;
  /** Path of the key file, or null. */
  readonly keysFile: string | null;
}

const closed = { additionalProperties: false } as const;
const Id = Type.String({ pattern: '^[\\w-]{1,64}$' });
const SecretEntry = Type.Object({ id: Id, secret: Type.String() }, closed);
const PublicEntry = Type.Object(
  { id: Id, publicKey: Type.Union([Type.String(), Type.Record(Type.String(), Type.Unknown())]) },
  closed,
);
const Outline = Type.Object({ keys: Type.Array(Type.Unknown(), { maxItems: 256 }) }, closed);
const shape =
  '{"keys": [{"id": "clinic", "secret": "…"}, {"id": "portal", "publicKey": "-----BEGIN PUBLIC KEY-----…"}]}';

/**
 * All keys, those of the environment first. Throws KeyFileError: unreadable, wrong format, weak secret, duplicate id,
 * or no key at all.
 */
export function loadKeys({ keys, keysFile }: KeySources): Key[] {
  const fromFile = keysFile === null ? [] : readKeyFile(keysFile);
  const all = [...secretKeys(keys), ...fromFile];
  const ids = all.map(({ id }) => id);
  const [twice] = ids.filter((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw new KeyFileError([`Two API keys have the id ${twice}; give each one of its own.`]);
  if (all.length === 0)
    throw new KeyFileError(['HEARTHROOM_KEYS_FILE names a file without a key; put one in, or nobody could join.']);
  return all;
}

function readKeyFile(path: string): Key[] {
  const content = parse(read(path));
  if (!Value.Check(Outline, content)) throw new KeyFileError([`HEARTHROOM_KEYS_FILE is not of this shape: ${shape}.`]);
  const problems: string[] = [];
  const keys = content.keys.flatMap((entry, index) => {
    try {
      return [readEntry(entry)];
    } catch (error) {
      if (!(error instanceof KeyProblem)) throw error;
      problems.push(`HEARTHROOM_KEYS_FILE: key number ${index + 1} ${error.message}.`);
      return [];
    }
  });
  if (problems.length > 0) throw new KeyFileError(problems);
  return keys;
}

function read(path: string): string {
  try {
    return readRegularFile(path).toString('utf8');
  } catch (error) {
    if (!(error instanceof FileProblem)) throw error;
    throw new KeyFileError([`HEARTHROOM_KEYS_FILE names a file that ${error.message}.`]);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Errors of JSON.parse quote the text, which contains secrets.
    throw new KeyFileError([`HEARTHROOM_KEYS_FILE is not JSON; it has this shape: ${shape}.`]);
  }
}

/** Throws KeyProblem. */
function readEntry(entry: unknown): Key {
  if (Value.Check(SecretEntry, entry)) {
    const weakness = weaknessOf(entry.secret);
    if (weakness !== null) throw new KeyProblem(`has a secret that ${weakness}`);
    return { id: entry.id, algorithm: 'HS256', material: new TextEncoder().encode(entry.secret) };
  }
  if (Value.Check(PublicEntry, entry)) return { id: entry.id, ...readPublicKey(entry.publicKey) };
  throw new KeyProblem(
    'is neither {id, secret} nor {id, publicKey}; an id has letters, digits, - and _ (64 at most), a public key is PEM or a JWK',
  );
}
