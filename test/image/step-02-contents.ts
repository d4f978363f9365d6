import { type FaultRow, Verdict } from '../support/faults/rows/row.ts';
import { findBinaries, findBuildFiles, findWritable, type ImageFile, listFiles } from '../support/image/files.ts';
import { addedFiles, inMegabytes, largestPackages, sizesByPart, toList } from '../support/image/parts.ts';
import { Trial } from '../support/image/trial.ts';

const user = 10_001;
const limitBytes = 60_000_000;

export const contents = (trial: Trial): FaultRow => ({
  row: 2,
  title: 'what is in the image',
  limit:
    'no compiler, Python, npm, headers, caches or package lists; of the packages nothing for one architecture; its user may write to /data alone; at most 60 MB more than the base',
  async run() {
    const verdict = new Verdict();
    const { engine, base } = trial;
    const [files, before] = [await listFiles(engine, Trial.image), await listFiles(engine, base.image)];
    const none = (what: string, found: readonly string[]) =>
      verdict.check(found.length === 0 ? what : `${what} (${found.slice(0, 5).join(', ')})`, found.length === 0);
    none('nothing that builds', findBuildFiles(files));
    none('no program or library among the npm packages and sources', findBinaries(files, '/app'));
    none(
      'nothing else to write to',
      findWritable(files, user).filter((path) => path !== '/data'),
    );
    const added = addedFiles(files, before);
    const bytes = added.reduce((total, { size }) => total + size, 0);
    verdict.check(`at most ${inMegabytes(limitBytes)} added`, bytes <= limitBytes);
    const sizes = [await engine.sizeOf(Trial.image), await engine.sizeOf(base.image)] as const;
    return verdict.outcome({
      injected: `compared ${files.length} files with the ${before.length} of the base`,
      figure: `adds ${inMegabytes(bytes)} to ${inMegabytes(total(before))} (${engine.name} says ${inMegabytes(sizes[0] - sizes[1])}): ${toList(sizesByPart(added))}. Largest packages: ${toList(largestPackages(added, 8))}`,
    });
  },
});

const total = (files: readonly ImageFile[]): number => files.reduce((sum, { size }) => sum + size, 0);
