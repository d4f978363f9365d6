/** Headers and close codes that exist only on links between nodes; never sent to clients, and not read from them. */
export const linkHeaderPrefix = 'hearthroom-link-';

export const linkHeaders = {
  /** The incarnation that the sender wants to reach: an address may belong to another node by now. */
  node: 'hearthroom-link-node',
  /** IP address of the client of a forwarded connection. */
  clientAddress: 'hearthroom-link-client-address',
  /** Fingerprint of the `hello` that the accepting node has sent to the client of a forwarded connection. */
  hello: 'hearthroom-link-hello',
  /** The id that the accepting node gave to a forwarded request. */
  requestId: 'hearthroom-link-request-id',
} as const;

/** Close code of a forwarded connection: this node does not own the room; nothing was done. */
export const roomMovedCode = 4900;

/** How often a room is located for one request, and the pause before each further time. */
export const maxLocations = 5;
export const locateAgainAfterMs = 100;
