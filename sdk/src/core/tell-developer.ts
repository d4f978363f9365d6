import type { HearthroomError, HearthroomErrorCode } from './hearthroom-error.ts';

/** Only the developer of a page, or the operator of its server, can mend these. */
const forDevelopers: ReadonlySet<string> = new Set<HearthroomErrorCode>([
  'token-provider-failed',
  'token-invalid',
  'token-expired',
  'origin-not-allowed',
  'invalid-params',
  'not-hearthroom',
  'connection-lost',
  'client-too-old',
  'server-too-old',
  'encryption-failed',
]);

/** Writes what to do to the console, where developers look first, and the address of the documentation. */
export function tellDeveloper({ code, message, docs, cause }: HearthroomError): void {
  if (!forDevelopers.has(code)) return;
  // The cause of the other errors repeats what the message says.
  const thrown = code === 'token-provider-failed' && cause !== undefined ? [cause] : [];
  // biome-ignore lint/suspicious/noConsole: the developer is meant, also where the page handles the error.
  console.error(`Hearthroom: ${message} (${code}, ${docs})`, ...thrown);
}
