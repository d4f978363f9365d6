/**
 * `npm run audit:verify -- [file] [--after seq:hash]`: checks an export of the audit log (GET /v1/audit), from a file or from standard
 * input. Exit code 0: whole. 1: not. With `--after` it must begin where an earlier export ended.
 */
import { createReadStream } from 'node:fs';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import type { AuditPlace } from './chain.ts';
import { AuditVerifier } from './verify-lines.ts';

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function readPlace(text: string | undefined): AuditPlace | null {
  if (text === undefined) return null;
  const [, seq, hash] = /^(\d+):([0-9a-f]{64})$/.exec(text) ?? [];
  if (seq === undefined || hash === undefined) throw new Error('--after is seq:hash, as an earlier check printed it');
  return { seq: Number(seq), hash };
}

async function verify(file: string | undefined, after: AuditPlace | null): Promise<boolean> {
  const verifier = new AuditVerifier(after);
  const input = file === undefined ? process.stdin : createReadStream(file);
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) verifier.read(line);
  const { problems, entries, anchor, head } = verifier.findings();
  for (const problem of problems) say(problem);
  if (anchor.seq > 0) say(`begins after entry ${anchor.seq}, which was exported or pruned before`);
  say(problems.length === 0 ? `whole: ${entries} entries, the last is ${head.seq}:${head.hash}` : 'NOT WHOLE');
  return problems.length === 0;
}

try {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { after: { type: 'string' } } });
  process.exitCode = (await verify(positionals[0], readPlace(values.after))) ? 0 : 1;
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
