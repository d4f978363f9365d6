/** What a media worker is given of this process's environment: it parses packets of strangers, and needs none of the server's secrets. */

/** How the loader finds libraries, how memory and OpenSSL are tuned, sanitizers' and mediasoup's own settings. */
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
 * Lets `spawn` see nothing but a worker's environment, since mediasoup passes process.env on whole and has no option for it. For calls that
 * start the process before they return.
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
