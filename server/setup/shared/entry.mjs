import { exitCodeOfSignal, isForegroundBusy, stopCommands } from './command.mjs';
import { SetupError } from './setup-error.mjs';

/**
 * Wraps every command: sets the exit code, and prints one line instead of a stack for errors that the user can fix.
 *
 * @param {() => Promise<number>} command resolves with its exit code
 */
export async function runEntry(command) {
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => stop(signal));
  }
  try {
    process.exit(await command());
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    process.exit(1);
  }
}

/** @param {NodeJS.Signals} signal */
function stop(signal) {
  if (!isForegroundBusy()) {
    stopCommands();
    process.exit(exitCodeOfSignal(signal));
  }
}

/** @param {unknown} error */
function explain(error) {
  if (error instanceof SetupError) {
    return error.message;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
