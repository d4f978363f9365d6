/** Without a terminal a line is printed this often, in milliseconds: shows that it runs, without filling a log. */
const QUIET_INTERVAL_MS = 10_000;

/** @param {number} ms */
export function formatDuration(ms) {
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/**
 * @param {{ step: number, steps: number, label: string, detail: string, elapsedMs: number }} state
 * @returns {string} for example `[3/5] media worker: compiling 52/261 (1 min 20 s)`
 */
export function formatProgress({ step, steps, label, detail, elapsedMs }) {
  return `[${step}/${steps}] ${label}${detail && `: ${detail}`} (${formatDuration(elapsedMs)})`;
}

/**
 * One line with the progress of the set-up. A terminal rewrites it; other outputs get a new line at intervals. A set-up
 * that finds everything in place prints nothing.
 */
export class Progress {
  #stream;
  #now;
  #startedAt;
  #printedAt;
  #steps;
  #step = 0;
  #label = '';
  #detail = '';
  #worked = false;
  #timer;

  /**
   * @param {{ steps: number, stream?: { isTTY?: boolean, columns?: number, write(text: string): unknown }, now?: () => number }} options
   */
  constructor({ steps, stream = process.stderr, now = Date.now }) {
    this.#steps = steps;
    this.#stream = stream;
    this.#now = now;
    this.#startedAt = this.#printedAt = now();
    this.#timer = setInterval(() => this.#show(false), 1000);
    this.#timer.unref();
  }

  /**
   * The next step begins.
   *
   * @param {string} label
   */
  begin(label) {
    this.#step += 1;
    this.#label = label;
    this.#detail = '';
  }

  /**
   * What the step is doing now. Only called by a step that has work to do.
   *
   * @param {string} detail
   */
  work(detail) {
    const first = !this.#worked || this.#detail === '';
    this.#worked = true;
    this.#detail = detail;
    this.#show(first);
  }

  /**
   * A line that stays.
   *
   * @param {string} text
   */
  note(text) {
    this.#clear();
    this.#stream.write(`${text}\n`);
  }

  /** The end, after success or failure; may be called twice. */
  close() {
    clearInterval(this.#timer);
    this.#clear();
  }

  /** The end of a successful set-up. */
  finish() {
    this.close();
    if (this.#worked) {
      this.#stream.write(`Set up in ${formatDuration(this.#now() - this.#startedAt)}.\n`);
    }
  }

  #clear() {
    if (this.#stream.isTTY) {
      this.#stream.write('\r\x1b[K');
    }
  }

  /** @param {boolean} isNews whether a log must show it at once */
  #show(isNews) {
    if (!this.#worked) {
      return;
    }
    const now = this.#now();
    const line = formatProgress({
      step: this.#step,
      steps: this.#steps,
      label: this.#label,
      detail: this.#detail,
      elapsedMs: now - this.#startedAt,
    });
    if (this.#stream.isTTY) {
      this.#stream.write(`\r\x1b[K${line.slice(0, (this.#stream.columns ?? 80) - 1)}`);
    } else if (isNews || now - this.#printedAt >= QUIET_INTERVAL_MS) {
      this.#printedAt = now;
      this.#stream.write(`${line}\n`);
    }
  }
}
