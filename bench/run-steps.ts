/** Runs the steps of a bench one after the other, and tells how far they are. */
import { Progress } from './progress.ts';

export interface Step {
  label: string;
  /** What it is expected to take. */
  seconds: number;
  run(): Promise<void>;
}

/** Steps catch what they expect; anything else ends the run. */
export async function runSteps(steps: readonly Step[]): Promise<void> {
  const progress = new Progress(steps.reduce((sum, { seconds }) => sum + seconds, 0));
  try {
    for (const step of steps) {
      progress.begin(step.label, step.seconds);
      await step.run();
      progress.done();
    }
  } finally {
    progress.close();
  }
}
