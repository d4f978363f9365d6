/** Reads an export of the audit log while it arrives. */
import type { ClientSettings } from './client-options.ts';
import { failedConnection } from './failures.ts';
import { RestError } from './rest-error.ts';
import type { CallOptions } from './send.ts';

const operation = 'exportAudit';

/** Rejects with `connection-failed` if the last line is not the head, and with `aborted`. */
export async function* readAuditLines(
  response: Response,
  settings: ClientSettings,
  { signal }: CallOptions,
): AsyncGenerator<string> {
  let rest = '';
  let last = '';
  try {
    for await (const text of textOf(response)) {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        last = line;
        yield line;
      }
    }
  } catch (error) {
    if (signal?.aborted) throw new RestError('aborted', 'was aborted', { operation, cause: signal.reason });
    throw failedConnection(error, { operation, ...settings }).error;
  }
  if (rest !== '' || !last.startsWith('{"head":')) {
    throw new RestError('connection-failed', 'the export broke off before its last line', { operation });
  }
}

async function* textOf({ body }: Response): AsyncGenerator<string> {
  if (!body) return;
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value;
  } finally {
    // Also where the caller stops early: the connection is given back.
    await reader.cancel().catch(() => undefined);
  }
}
