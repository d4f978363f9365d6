// `npm run build`: builds the SDK, the examples and the server's pages from scratch, and the SBOM of the server.
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
