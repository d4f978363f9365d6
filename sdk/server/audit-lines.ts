/** Reads an export of the audit log while it arrives. */
import type { ClientSettings } from './client-options.ts';
import { failedConnection } from './failures.ts';
import { RestError } from './rest-error.ts';
import type { CallOptions } from './send.ts';

const operation = 'exportAudit';

/**
 * Rejects with `connection-failed` if the last line is not the head, with `request-timeout` if nothing arrives for
 * `timeoutMs`, and with `aborted`.
 */
export async function* readAuditLines(
  response: Response,
  settings: ClientSettings,
  { signal, timeoutMs = settings.timeoutMs }: CallOptions,
): AsyncGenerator<string> {
  const { baseUrl } = settings;
  let rest = '';
  let last = '';
  try {
    for await (const text of textOf(response, timeoutMs, baseUrl)) {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        last = line;
        yield line;
      }
    }
  } catch (error) {
    if (error instanceof RestError) throw error;
    if (signal?.aborted) throw new RestError('aborted', 'was aborted', { operation, baseUrl, cause: signal.reason });
    throw failedConnection(error, { operation, ...settings }).error;
  }
  if (rest !== '' || !last.startsWith('{"head":')) {
    throw new RestError('connection-failed', 'the export broke off before its last line', { operation, baseUrl });
  }
}

async function* textOf({ body }: Response, timeoutMs: number, baseUrl: string): AsyncGenerator<string> {
  if (!body) return;
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  try {
    let part = await readWithin(reader, timeoutMs, baseUrl);
    while (!part.done) {
      yield part.value;
      part = await readWithin(reader, timeoutMs, baseUrl);
    }
  } finally {
    // Also where the caller stops early: the connection is given back. Not awaited: a stalled one may never answer.
    reader.cancel().catch(() => undefined);
  }
}

/** Without the time that the caller takes between two parts. */
async function readWithin(reader: ReadableStreamDefaultReader<string>, timeoutMs: number, baseUrl: string) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const error = new RestError('request-timeout', `the export stopped for ${timeoutMs} ms`, { operation, baseUrl });
    timer = setTimeout(() => reject(error), timeoutMs);
  });
  try {
    return await Promise.race([reader.read(), late]);
  } finally {
    clearTimeout(timer);
  }
}
