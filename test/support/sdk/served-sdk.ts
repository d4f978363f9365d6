/** The SDK as a running server hands it out, checked over HTTP. */
import { createHash } from 'node:crypto';
import { get } from 'node:http';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { runNpm } from '../../../server/setup/install/npm.mjs';

const Manifest = Type.Object({
  latest: Type.String(),
  versions: Type.Array(
    Type.Object({
      files: Type.Array(
        Type.Object({
          path: Type.String(),
          integrity: Type.String(),
          bytes: Type.Integer(),
          gzipBytes: Type.Union([Type.Integer(), Type.Null()]),
          brotliBytes: Type.Union([Type.Integer(), Type.Null()]),
        }),
      ),
    }),
  ),
});
type ServedFile = Type.Static<typeof Manifest>['versions'][number]['files'][number];

interface RawAnswer {
  status: number | undefined;
  encoding: string;
  /** As it was sent: not decoded. */
  body: Buffer;
}

/** @param accepted Accept-Encoding (RFC 9110, 12.5.3) */
export async function getRaw(url: string, accepted = 'identity'): Promise<RawAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<RawAnswer>();
  get(url, { headers: { 'accept-encoding': accepted }, agent: false }, (response) => {
    const { statusCode: status, headers } = response;
    const encoding = headers['content-encoding'] ?? 'identity';
    buffer(response).then((body) => resolve({ status, encoding, body }), reject);
  }).once('error', reject);
  return await promise;
}

/**
 * Requests every file of the manifest in every encoding.
 *
 * @returns the files that were checked, and what differs from the manifest
 */
export async function checkServedFiles(url: string): Promise<{ paths: string[]; faults: string[] }> {
  const manifest = Value.Parse(Manifest, JSON.parse((await getRaw(`${url}/sdk/manifest.json`)).body.toString()));
  const files = manifest.versions.flatMap(({ files }) => files);
  const faults: string[] = [];
  for (const file of files) faults.push(...(await faultsOf(url, file)));
  return { paths: files.map(({ path }) => path), faults };
}

async function faultsOf(url: string, file: ServedFile): Promise<string[]> {
  const { path, integrity, bytes, gzipBytes, brotliBytes } = file;
  const sent = [
    { encoding: 'identity', size: bytes, decode: (body: Buffer) => body },
    { encoding: 'gzip', size: gzipBytes, decode: (body: Buffer) => gunzipSync(body) },
    { encoding: 'br', size: brotliBytes, decode: (body: Buffer) => brotliDecompressSync(body) },
  ];
  const faults: string[] = [];
  for (const { encoding, size, decode } of sent) {
    if (size === null) continue;
    const answer = await getRaw(`${url}/sdk/${path}`, encoding);
    const fault = faultOf(answer, { encoding, size });
    if (fault !== null) faults.push(`${path}, ${encoding}: ${fault}`);
    else if (integrityOf(decode(answer.body)) !== integrity) faults.push(`${path}, ${encoding}: another content`);
  }
  return faults;
}

function faultOf({ status, encoding, body }: RawAnswer, expected: { encoding: string; size: number }): string | null {
  if (status !== 200) return `status ${status}`;
  if (encoding !== expected.encoding) return `sent as ${encoding}`;
  return body.length === expected.size ? null : `${body.length} bytes instead of ${expected.size}`;
}

/** Subresource Integrity (W3C). */
const integrityOf = (content: Uint8Array): string => `sha384-${createHash('sha384').update(content).digest('base64')}`;

/**
 * Installs the npm package from the server's address, without a registry.
 *
 * @param app the folder of an application, with its package.json
 */
export function installFromServer(url: string, app: string): Promise<{ code: number | null; output: string }> {
  const noRegistry = ['--registry', 'http://127.0.0.1:9', '--fetch-retries', '0'];
  const options = ['--cache', join(app, 'no-cache'), ...noRegistry];
  return runNpm(['install', ...options, `${url}/sdk/hearthroom-sdk.tgz`], { cwd: app });
}
