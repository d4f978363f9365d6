// `npm run build`: the SDK and the examples, anew.
import { provideCompiled } from './compiled.mjs';
import { runEntry } from './entry.mjs';
import { setUp } from './set-up.mjs';

await runEntry(async () => {
  const { node } = await setUp({});
  await provideCompiled({ node, always: true, onWork: (part) => process.stdout.write(`building ${part}\n`) });
  return 0;
});
