// Provides the media worker in the usual ways and copies it to the path in the first argument; for images.
import { copyFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { provideWorker } from './install/worker.mjs';
import { runEntry } from './shared/entry.mjs';
import { Progress } from './shared/progress.mjs';
import { SetupError } from './shared/setup-error.mjs';

await runEntry(async () => {
  const [target] = process.argv.slice(2);
  if (!target) {
    throw new SetupError('No place was given for the media worker.', 'Pass the path of the file to make.');
  }
  const progress = new Progress({ steps: 1 });
  progress.begin('media worker');
  const worker = await provideWorker({ onWork: (detail) => progress.work(detail) });
  mkdirSync(dirname(target), { recursive: true });
  copyFileSync(worker, target);
  progress.finish();
  return 0;
});
