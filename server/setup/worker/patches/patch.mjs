/**
 * A change of one place in mediasoup's worker.
 *
 * @typedef {{ file: string, find: string, replace: string }} Patch `find` occurs exactly once in `file`, a path in the worker's folder
 */

export {};
