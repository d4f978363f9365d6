/**
 * The row of a node in `nodes` decides whether it may write: one that others have declared gone may not. Rooms have
 * their owner, epoch and revision besides (rooms/rooms-table.ts).
 */

/** The same for all of this process. */
export interface Writer {
  /** The node's incarnation. */
  incarnation: string;
  region: string;
}

/**
 * One row if the node named by this parameter may write, otherwise none. The lock keeps the row from being removed; it
 * does not wait for renewals of the lease, nor they for it.
 */
export const writing = (parameter: number): string =>
  `SELECT region FROM nodes WHERE incarnation = $${parameter}::text AND state <> 'gone' FOR KEY SHARE`;

/** The same as a condition, without a lock, for writes that a row of their own fences. */
export const isWriting = (parameter: number): string =>
  `EXISTS (SELECT FROM nodes WHERE incarnation = $${parameter}::text AND state <> 'gone')`;

/** Others have declared this node gone: nothing is written from here any more. */
export class NodeGoneError extends Error {
  constructor() {
    super('another node has declared this one gone');
    this.name = 'NodeGoneError';
  }
}
