/** Milliseconds of the machine's monotonic clock, which all processes of one host share. */
export function nowMs(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1_000 + nanoseconds / 1e6;
}
