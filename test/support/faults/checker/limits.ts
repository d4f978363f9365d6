/** How much time the assertions allow, in milliseconds. */

/** By how much times of two processes of one machine may differ, with the time that reading a clock takes. */
export const clockErrorMs = 250;
/** By how much an entry's time may differ from that of the request: a busy node measures the database's clock less exactly. */
export const nodeClockErrorMs = 2_000;
/** Two nodes may forward for one room for this long. */
export const forwardingOverlapMs = 1_000;
/**
 * Somebody who was removed may be heard for this long: a node that is stopped may forward for the time above, and a
 * packet that has arrived waits until this process decrypts it.
 */
export const heardAfterRemovalMs = 1_250;
/** After a revocation was acknowledged. */
export const revocationMs = 1_000;
/** A new token for the same identity is accepted by then; see "Clocks" in docs/security.md. */
export const revokedIssueMs = 14_000;
