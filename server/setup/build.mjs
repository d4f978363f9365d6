// `npm run build`: the SDK and the examples, anew, and the list of what the server is made of.
import { provideCompiled } from './install/compiled.mjs';
import { setUp } from './install/set-up.mjs';
import { sbomFile, writeSbom } from './sbom.mjs';
import { runEntry } from './shared/entry.mjs';

await runEntry(async () => {
  const { node } = await setUp({});
  await provideCompiled({ node, always: true, onWork: (part) => process.stdout.write(`building ${part}\n`) });
  process.stdout.write(`${sbomFile}: ${await writeSbom()} packages\n`);
  return 0;
});
