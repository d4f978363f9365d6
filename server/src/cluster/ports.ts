/**
 * What a node needs of the database that it shares with other nodes: which nodes there are, and which of them owns a
 * room. Implemented by store/postgres.
 */
import type { RoomRecord } from '../rooms/ports.ts';

/** One process. A node that is started again has another incarnation. */
export interface NodeIdentity {
  /** Unique among all processes that ever used the database. */
  incarnation: string;
  /** Given by the operator; unique among the nodes that run. */
  name: string;
  /** Rooms of other regions are never owned by this node. */
  region: string;
  /** Host and port at which other nodes reach this one. */
  address: string;
  /** Version of Hearthroom. */
  version: string;
  /** The newest version of stored rooms that it reads, which it also writes. */
  stateVersion: number;
  /** The load that this node takes at most. Unit: one stream between two people; n people need n². */
  loadMax: number;
}

export type NodeState = 'running' | 'draining';

/** Another node whose lease has not expired. */
export interface Peer extends NodeIdentity {
  state: NodeState;
  /** The sum of what is reserved for the rooms that it owns. */
  load: number;
  /** It has said so: no room is placed at it for a while. */
  isFull: boolean;
}

/** Whether that node takes rooms of this region that were written in this version. */
export const isOpenTo = (peer: Peer, room: Pick<NodeIdentity, 'region' | 'stateVersion'>): boolean =>
  peer.state === 'running' && peer.region === room.region && peer.stateVersion >= room.stateVersion;

export interface Renewal {
  /** The database's clock: milliseconds since 1970-01-01 UTC. */
  databaseNow: number;
  /** Until when the lease lasts now, and until when it lasted before; on the database's clock, as `databaseNow`. */
  leaseUntil: number;
  formerUntil: number;
  peers: Peer[];
  /** What is reserved for the rooms of this node. */
  load: number;
}

/** Another node with the same name runs. */
export class NodeNameInUseError extends Error {
  constructor() {
    super('is in use by another node that runs');
    this.name = 'NodeNameInUseError';
  }
}

/** Which nodes there are. Each has a lease, on the database's clock, that it renews. */
export interface NodeTable {
  /**
   * Extends the lease of this node to `ttlMs` from now; also one that has expired, if no other node has declared it
   * gone. @returns null: it was declared gone, and owns nothing any more
   */
  renew(ttlMs: number, state: NodeState): Promise<Renewal | null>;
  /** Nodes whose leases have expired, and that are not declared gone yet. */
  expiring(): Promise<{ incarnation: string; address: string }[]>;
  /** Declares the nodes gone whose leases have expired. @returns how many */
  expire(): Promise<number>;
  /** For so long no room is placed at this node. */
  noteFull(ms: number): Promise<void>;
  /** Whether a node of that region is known: it runs, or ended at most a day ago. */
  isRegionKnown(region: string): Promise<boolean>;
  /** This node ends: its rooms may be taken at once. */
  leave(): Promise<void>;
}

/** Where the state of a room is kept in memory, as the database knows it. */
export type RoomLocation =
  /** There is no such room, or it has ended: any node answers for it. */
  | { kind: 'not-running' }
  | { kind: 'here' }
  | { kind: 'peer'; incarnation: string; address: string }
  /** Its owner's lease has expired, but the owner is not declared gone yet. */
  | { kind: 'expiring' }
  /**
   * This node may adopt it: it has no owner, its owner is gone, or it was given to this node, or to one that drains and
   * has not adopted it.
   */
  | { kind: 'free'; stateVersion: number }
  /** It has no owner, and belongs to another region, or its state is of a newer version. */
  | { kind: 'not-for-this-node'; region: string; stateVersion: number };

export interface OwnedRoom {
  id: string;
  /** false: what is stored is older than what this node has stored, since the database has lost its last writes. */
  isCurrent: boolean;
}

export interface RoomOwnership {
  locate(roomId: string): Promise<RoomLocation>;
  /** Makes this node the owner of a free room. @returns null: it is not free any more, or not for this node */
  adopt(roomId: string): Promise<RoomRecord | null>;
  /** As `adopt`, for any free rooms that have not ended. Rooms that can't be read are reported and not returned. */
  adoptSome(limit: number): Promise<RoomRecord[]>;
  /**
   * Ends the ownership of a room of this node, when nothing of it is being written; null: any node may adopt it. Given to
   * this node itself, it is free for this node alone, and what is reserved for it stays reserved.
   * @returns whether this node was its owner until now
   */
  give(roomId: string, to: string | null): Promise<boolean>;
  /**
   * The node at which `place` would reserve load for a room of this node now. Changes nothing, and waits for nothing.
   */
  leastLoaded(roomId: string, load: number, slack: number): Promise<string>;
  /**
   * Reserves load for a room of this node, at the node of its region with the lowest relative load, in one transaction.
   * This node is preferred if it is within `slack` (0 to 1, of loadMax) of the lowest. Nodes that are full are left out.
   * @returns the incarnation of that node; if it is another one, the room has been given to it
   */
  place(roomId: string, load: number, slack: number): Promise<string>;
  /** As `give` to nobody, for all rooms of this node. */
  giveAll(): Promise<void>;
  /**
   * The rooms that this node has adopted and that have not ended, without those that it can't read: they would be
   * given away, and go from node to node. They stay until they are deleted, or until this node ends.
   */
  owned(): Promise<OwnedRoom[]>;
  /** As `reserve`, but stored with the next save of the room's state, in the same statement. */
  reserveWithNextSave(roomId: string, load: number): void;
  /** Changes what is reserved for a room of this node; 0: nobody is there. */
  reserve(roomId: string, load: number): Promise<void>;
}

export interface ClusterStore {
  readonly nodes: NodeTable;
  readonly ownership: RoomOwnership;
}

/** Where requests for a room are handled. */
export type Destination = { where: 'here' } | { where: 'node'; incarnation: string; address: string };
