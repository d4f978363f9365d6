/**
 * Which environment variables a media worker gets. It parses packets from the network, so it must not have the server's
 * secrets.
 */

/** Settings of the dynamic loader, memory allocation, OpenSSL, sanitizers and mediasoup. */
const inherited = [
  /^(LD|DYLD)_/,
  /^(GLIBC_TUNABLES|MALLOC_.*)$/,
  /^OPENSSL_CONF$/,
  /^(A|L|T|UB)SAN_OPTIONS$/,
  /^MEDIASOUP_/,
  /^(PATH|HOME|TMPDIR|TZ|LANG|LC_.*)$/,
];

export const workerEnvironment = (own: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(own).filter(([name]) => inherited.some((pattern) => pattern.test(name))));

/**
 * Runs `spawn` with a reduced process.env, since mediasoup passes process.env on and has no option for it. `spawn` must
 * start the process synchronously.
 */
export function withWorkerEnvironment<T>(spawn: () => T): T {
  const own = process.env;
  process.env = workerEnvironment(own);
  try {
    return spawn();
  } finally {
    process.env = own;
  }
}
