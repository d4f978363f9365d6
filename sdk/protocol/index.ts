/** The wire protocol of Hearthroom, for servers, tests and clients in other environments. PROTOCOL.md is its prose. */
export * from './audit.ts';
export * from './codes.ts';
export * from './envelope.ts';
export * from './messages.ts';
export * from './one-off.ts';
export * from './protocol-schema.ts';
export * from './rest.ts';
export * from './room.ts';
export * from './rpc.ts';
export * from './rtp.ts';
export { shownTextPattern } from './shown-text.ts';
export * from './token.ts';
export * from './webhooks.ts';
export * from './well-formed.ts';
