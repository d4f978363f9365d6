/** Runs the steps of a bench one after the other and reports progress. */
import { formatDuration, Progress } from './progress.ts';

export interface Step {
  label: string;
  /** Estimated duration. */
  seconds: number;
  run(): Promise<void>;
}

/** Steps handle the errors they expect; any other error ends the run. */
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

/** A line for each step, and the duration of all of them. */
export function describeSteps(steps: readonly Step[]): string {
  const total = steps.reduce((sum, { seconds }) => sum + seconds, 0);
  return [...steps.map(({ label }) => label), `${steps.length} steps, about ${formatDuration(total)}`].join('\n');
}
