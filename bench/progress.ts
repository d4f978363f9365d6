/** Progress and remaining time of a run, on standard error: standard output is for results. */

interface Output {
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

const barWidth = 24;

/** @param share 0 to 1 */
export function formatProgress(share: number, leftSeconds: number, label: string): string {
  const filled = Math.round(Math.min(1, share) * barWidth);
  const bar = `${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)}`;
  return `${bar} ${String(Math.floor(share * 100)).padStart(3)}%  ${formatDuration(leftSeconds)} left  ${label}`;
}

export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const minutes = Math.floor(whole / 60);
  if (minutes >= 60) return `${Math.floor(minutes / 60)}h ${String(minutes % 60).padStart(2, '0')}m`;
  return minutes === 0 ? `${whole}s` : `${minutes}m ${String(whole % 60).padStart(2, '0')}s`;
}

export class Progress {
  readonly #output: Output;
  readonly #totalSeconds: number;
  readonly #startedAt = performance.now();
  #doneSeconds = 0;
  #current = { label: '', seconds: 0, startedAt: 0 };
  readonly #timer: NodeJS.Timeout;

  /** @param totalSeconds estimated duration of all steps */
  constructor(totalSeconds: number, output: Output = process.stderr) {
    this.#output = output;
    this.#totalSeconds = totalSeconds;
    this.#timer = setInterval(() => this.#show(), 1_000);
    this.#timer.unref();
  }

  /** A step begins, with its estimated duration. */
  begin(label: string, seconds: number): void {
    this.#current = { label, seconds, startedAt: performance.now() };
    if (this.#output.isTTY) this.#show();
    else this.#output.write(`${this.#line()}\n`);
  }

  done(): void {
    this.#doneSeconds += this.#current.seconds;
    this.#current = { label: '', seconds: 0, startedAt: 0 };
  }

  /** A line that stays. */
  note(text: string): void {
    this.#clear();
    this.#output.write(`${text}\n`);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#clear();
  }

  #line(): string {
    const { label, seconds, startedAt } = this.#current;
    const within = Math.min(seconds, (performance.now() - startedAt) / 1_000);
    const doneSeconds = this.#doneSeconds + within;
    const share = this.#totalSeconds === 0 ? 1 : doneSeconds / this.#totalSeconds;
    // Estimates are scaled by how accurate they were so far.
    const pace = this.#doneSeconds > 0 ? (performance.now() - this.#startedAt) / 1_000 / Math.max(1, doneSeconds) : 1;
    return formatProgress(share, (this.#totalSeconds - doneSeconds) * pace, label);
  }

  #show(): void {
    if (!this.#output.isTTY) return;
    this.#output.write(`\r\x1b[K${this.#line().slice(0, (this.#output.columns ?? 80) - 1)}`);
  }

  #clear(): void {
    if (this.#output.isTTY) this.#output.write('\r\x1b[K');
  }
}
