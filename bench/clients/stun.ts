/**
 * The part of ICE (RFC 8445, RFC 8489) that a client of a server on the same machine needs: one repeated check, and
 * answers to the server's checks.
 */
import { randomBytes } from 'node:crypto';
import { classes, Message, methods, parseMessage } from 'werift';

export interface IceCredentials {
  usernameFragment: string;
  password: string;
}

/** RFC 8445 5.1.2.1 for a peer-reflexive candidate. */
const priority = (110 << 24) + (65_535 << 8) + 255;
/** The highest one: a server that is controlling too gives way (RFC 8445 7.3.1.1). */
const tieBreaker = 2n ** 64n - 1n;

export function createIceCredentials(): IceCredentials {
  return { usernameFragment: randomBytes(4).toString('hex'), password: randomBytes(16).toString('hex') };
}

/** A check that also nominates the pair: the client is controlling. */
export function bindingRequest(local: IceCredentials, remote: IceCredentials): Buffer {
  const message = new Message(methods.BINDING, classes.REQUEST);
  message
    .setAttribute('USERNAME', `${remote.usernameFragment}:${local.usernameFragment}`)
    .setAttribute('PRIORITY', priority)
    .setAttribute('ICE-CONTROLLING', tieBreaker)
    .setAttribute('USE-CANDIDATE', null);
  return message.addMessageIntegrity(Buffer.from(remote.password)).addFingerprint().bytes;
}

export type StunMessage = { type: 'request'; transactionId: Buffer } | { type: 'success' } | { type: 'other' };

export function readStun(data: Buffer): StunMessage {
  const message = parseMessage(data);
  if (message?.messageMethod !== methods.BINDING) return { type: 'other' };
  if (message.messageClass === classes.REQUEST) return { type: 'request', transactionId: message.transactionId };
  return { type: message.messageClass === classes.RESPONSE ? 'success' : 'other' };
}

/** @param from source address of the request */
export function bindingSuccess(transactionId: Buffer, local: IceCredentials, from: [string, number]): Buffer {
  const message = new Message(methods.BINDING, classes.RESPONSE, transactionId);
  message.setAttribute('XOR-MAPPED-ADDRESS', from);
  return message.addMessageIntegrity(Buffer.from(local.password)).addFingerprint().bytes;
}
