/**
 * @hearthroom/sdk/protocol: the wire protocol of Hearthroom, for servers, tests and clients in other environments.
 *   PROTOCOL.md describes it.
 */

export * from './codes.ts';
export * from './envelope.ts';
export * from './equal.ts';
export * from './kind-of-source.ts';
export * from './messages/messages.ts';
export * from './protocol-schema.ts';
export * from './rest/audit-schemas.ts';
export * from './rest/link-schemas.ts';
export * from './rest/rest-schemas.ts';
export * from './rest/series-schemas.ts';
export * from './rest/webhook-key.ts';
export * from './rest/webhook-schemas.ts';
export * from './rpc.ts';
export * from './schemas/one-off.ts';
export * from './schemas/room-schemas.ts';
export * from './schemas/rtp-schemas.ts';
export { shownTextPattern } from './schemas/shown-text.ts';
export * from './schemas/token.ts';
export * from './schemas/well-formed.ts';
