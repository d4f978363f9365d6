/**
 * `npm run audit:verify -- [file] [--after seq:hash] [--since FILE [--public-key FILE]…]`: verifies an export of the
 * audit log (GET /v1/audit), from a file or from standard input. With `--after` it must begin where an earlier export
 * ended; with `--since` it must still contain the entries of these signed checkpoints unchanged. Each kind of failure
 * has an exit code and a message.
 */

import type { KeyObject } from 'node:crypto';
import { createReadStream } from 'node:fs';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import type { SignedAuditCheckpoint } from '@hearthroom/sdk/protocol';
import type { AuditPlace } from '../audit/chain.ts';
import { checkSignatures, parseCheckpoint } from '../audit/checkpoint.ts';
import { CheckpointCheck, type CheckpointFinding } from '../audit/checkpoint-check.ts';
import { AuditVerifier } from '../audit/verify-lines.ts';
import { KeyProblem, readPublicKey } from '../auth/keys/public-key.ts';
import { FileProblem, readRegularFile } from '../core/files/read-file.ts';
import { keyIdOf } from '../core/secrets/signing-keys.ts';

/** Same as the table in docs/audit-log.md, "Verify an export". */
const exitCodes = {
  whole: 0,
  'not-whole': 1,
  malformed: 2,
  'wrong-signature': 3,
  'other-key': 4,
  'tail-cut': 5,
  rewritten: 6,
  'start-cut': 7,
  'pruned-early': 8,
  pruned: 9,
} as const;
type Outcome = keyof typeof exitCodes;

/** Enough for years of hourly checkpoints. */
const maxCheckpointsBytes = 64 * 1_048_576;

/** The arguments or files are not in the expected format. */
class Malformed extends Error {}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function readPlace(text: string | undefined): AuditPlace | null {
  if (text === undefined) return null;
  const [, seq, hash] = /^(\d+):([0-9a-f]{64})$/.exec(text) ?? [];
  if (seq === undefined || hash === undefined)
    throw new Malformed('--after is seq:hash, as an earlier check printed it');
  return { seq: Number(seq), hash };
}

function readFile(path: string, maxBytes?: number): string {
  try {
    return readRegularFile(path, maxBytes).toString('utf8');
  } catch (error) {
    if (error instanceof FileProblem) throw new Malformed(`MALFORMED: ${path} ${error.message}`);
    throw error;
  }
}

function readCheckpoints(path: string | undefined): SignedAuditCheckpoint[] {
  if (path === undefined) return [];
  const lines = readFile(path, maxCheckpointsBytes).split('\n');
  const checkpoints = lines.flatMap((line, index) => {
    if (line.trim() === '') return [];
    const checkpoint = parseCheckpoint(line);
    if (!checkpoint) throw new Malformed(`MALFORMED: line ${index + 1} of ${path} is not a signed checkpoint`);
    return [checkpoint];
  });
  if (checkpoints.length === 0) throw new Malformed(`MALFORMED: there is no checkpoint in ${path}`);
  return checkpoints;
}

function readKeys(paths: readonly string[]): Map<string, KeyObject> {
  const keys = paths.map((path): [string, KeyObject] => {
    try {
      const { algorithm, material } = readPublicKey(readFile(path));
      if (algorithm !== 'EdDSA') throw new KeyProblem('is not Ed25519');
      return [keyIdOf(material), material];
    } catch (error) {
      if (error instanceof KeyProblem) throw new Malformed(`MALFORMED: the key in ${path} ${error.message}`);
      throw error;
    }
  });
  return new Map(keys);
}

const nameOf = ({ checkpoint: { at, server } }: Pick<CheckpointFinding, 'checkpoint'>): string =>
  `checkpoint of ${at}, server ${server}`;

/** @returns the first problem, or null */
function sayWhoSigned(signed: readonly SignedAuditCheckpoint[], keys: Map<string, KeyObject>): Outcome | null {
  if (keys.size === 0) {
    if (signed.length > 0) say('signatures NOT CHECKED: name the public key of the server with --public-key');
    return null;
  }
  const unknown = new Set<string>();
  for (const one of signed) {
    const result = checkSignatures(one, keys);
    const ids = one.checkpoint.keys;
    if (result === 'wrong-signature') {
      say(
        `${nameOf(one)}: WRONG SIGNATURE: it was changed after it was signed, or the key that it names did not sign it`,
      );
      return result;
    }
    if (result === 'other-key') {
      say(`${nameOf(one)}: OTHER KEY: it is signed by ${ids.join(', ')}, not by ${[...keys.keys()].join(', ')}`);
      return result;
    }
    for (const id of ids) if (!keys.has(id)) unknown.add(id);
  }
  say(`signatures: valid (${signed.length})`);
  for (const id of unknown) say(`also signs: key ${id}, for which a key that you named vouches`);
  return null;
}

/** There may be many checkpoints: reports each problem, but success only for the newest one. */
function sayFindings(findings: readonly CheckpointFinding[], head: AuditPlace): Outcome | null {
  const wrong = findings.filter(({ failure }) => failure !== null && failure !== 'pruned');
  for (const finding of wrong) say(`${nameOf(finding)}: ${finding.text}`);
  const [first] = wrong;
  if (first) return first.failure;
  const held = findings.filter(({ failure }) => failure === null);
  const newest = (held.length > 0 ? held : findings).reduce<CheckpointFinding | null>(
    (best, one) => (best && best.checkpoint.seq > one.checkpoint.seq ? best : one),
    null,
  );
  if (!newest) return null;
  say(`${nameOf(newest)}: ${newest.text}`);
  const pruned = findings.length - held.length;
  if (held.length === 0) {
    say('give a later checkpoint, and keep exports of what is pruned');
    return 'pruned';
  }
  if (pruned > 0)
    say(`${pruned} older checkpoints are of entries that were pruned in their time, which the log records`);
  const { seq } = newest.checkpoint;
  if (head.seq > seq) say(`entries ${seq + 1} to ${head.seq} are newer: a later checkpoint will vouch for them`);
  return null;
}

async function verify(file: string | undefined, options: Options): Promise<Outcome> {
  const signed = readCheckpoints(options.since);
  const keys = readKeys(options['public-key'] ?? []);
  if (keys.size > 0 && signed.length === 0) throw new Malformed('--public-key is for the checkpoints of --since');
  const check = new CheckpointCheck(signed.map(({ checkpoint }) => checkpoint));
  const verifier = new AuditVerifier(readPlace(options.after), check);
  const input = file === undefined ? process.stdin : createReadStream(file);
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) verifier.read(line);
  const { problems, entries, anchor, head } = verifier.findings();
  for (const problem of problems) say(problem);
  if (anchor.seq > 0) say(`begins after entry ${anchor.seq}, which was exported or pruned before`);
  const ofSignatures = sayWhoSigned(signed, keys);
  const ofEntries = sayFindings(check.findings(head), head);
  // A checkpoint without a valid signature proves nothing about the log.
  const outcome = ofSignatures ?? (problems.length > 0 ? 'not-whole' : (ofEntries ?? 'whole'));
  const verdict = outcome === 'pruned' || ofSignatures !== null ? 'NOT PROVEN' : 'NOT WHOLE';
  const unchecked = signed.length > 0 && keys.size === 0 ? '; signatures not checked' : '';
  say(outcome === 'whole' ? `whole: ${entries} entries, the last is ${head.seq}:${head.hash}${unchecked}` : verdict);
  return outcome;
}

interface Options {
  after?: string | undefined;
  since?: string | undefined;
  'public-key'?: string[] | undefined;
}

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      after: { type: 'string' },
      since: { type: 'string' },
      'public-key': { type: 'string', multiple: true },
    },
  });
  process.exitCode = exitCodes[await verify(positionals[0], values)];
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = exitCodes.malformed;
}
