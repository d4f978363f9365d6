/** Milliseconds of the machine's monotonic clock, which is the same in all processes of one host. */
export function nowMs(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1_000 + nanoseconds / 1e6;
}
