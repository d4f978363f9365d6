/** `runPreflight`: the work is done by code that is loaded when one begins. */
import { callGetToken, readToken } from './connection/read-token.ts';
import { connectUrl } from './connection/signaling.ts';
import { explainUnreached } from './connection/unreached.ts';
import { createEnvironment } from './core/environment.ts';
import { HearthroomError } from './core/hearthroom-error.ts';
import { listDevices, openDevice } from './local/devices.ts';
import { loadDevice } from './media/connection/load-device.ts';
import { importPreflight } from './preflight/import-preflight.ts';
import type { PreflightOptions, PreflightReport } from './preflight/preflight-types.ts';

/**
 * Tests camera, microphone, speaker and the line to the server, at any time before a session: no seat is taken, and
 * nobody is told. It takes about 15 s, and sends nothing of the person. What it finds is in the report; it rejects with
 * `invalid-params` or `token-provider-failed`, with `connection-lost` when its code can't be loaded, and with the reason
 * of `signal`.
 */
export async function runPreflight(options: PreflightOptions): Promise<PreflightReport> {
  const address = connectUrl(options.url);
  const [token, { performPreflight }] = await Promise.all([
    askForToken(options.getToken),
    importPreflight().catch(failLoading),
  ]);
  options.signal?.throwIfAborted();
  const environment = createEnvironment(options.environment);
  const tools = { environment, loadDevice, openDevice, listDevices, explainUnreached };
  return await performPreflight({ options, address, token, tools });
}

async function askForToken(getToken: PreflightOptions['getToken']): Promise<string> {
  try {
    return readToken(await callGetToken(getToken));
  } catch (cause) {
    throw cause instanceof HearthroomError ? cause : new HearthroomError('token-provider-failed', undefined, { cause });
  }
}

function failLoading(cause: unknown): never {
  throw new HearthroomError('connection-lost', 'The code of the preflight could not be loaded', { cause });
}
