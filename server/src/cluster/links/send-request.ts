/** Sends one REST request to a peer. A request of which anything was sent is never sent again. */
import type { IncomingMessage } from 'node:http';
import { request as startRequest } from 'node:https';
import type { Socket } from 'node:net';
import { linkHeaders } from '../../core/addresses/link-headers.ts';
import type { LinkFailure } from '../../core/events/observer.ts';
import type { ForwardedAnswer, ForwardedRequest } from '../link-ports.ts';
import { headersToForward } from './forwarded-headers.ts';
import { causeOf, type PeerLink } from './peer-link.ts';

const misdirected = 421;

export function sendRequest(peer: PeerLink, request: ForwardedRequest): Promise<ForwardedAnswer> {
  const { promise, resolve } = Promise.withResolvers<ForwardedAnswer>();
  const { host, port, headers } = peer.target;
  const sending = startRequest({
    ...{ host, port, method: request.method, path: request.path, agent: peer.agent, signal: request.signal },
    headers: { ...ownHeaders(request), ...headers, [linkHeaders.requestId]: request.id },
  });
  let isSent = false;
  let isSettled = false;
  const settle = (answer: ForwardedAnswer): void => {
    isSettled = true;
    clearTimeout(timer);
    resolve(answer);
  };
  const fail = (cause: LinkFailure): void => {
    if (isSettled) return;
    if (!request.signal.aborted) peer.reportFailure(cause);
    settle({ kind: isSent ? 'unanswered' : 'unreachable' });
    sending.destroy();
  };
  const handleTimeout = (): void => fail('timeout');
  let timer = setTimeout(handleTimeout, peer.timings.connectMs);
  const release = peer.use((cause) => {
    fail(cause);
    // Also an answer whose body is still being read.
    sending.destroy();
  });
  const handleConnected = (): void => {
    isSent = true;
    clearTimeout(timer);
    timer = setTimeout(handleTimeout, peer.timings.answerMs);
    sending.end(request.body ?? undefined);
  };
  // Written only when the TLS handshake is over, so that it is known whether anything was sent.
  sending.once('socket', (socket: Socket) => {
    if (sending.reusedSocket) handleConnected();
    else socket.once('secureConnect', handleConnected);
  });
  sending.once('response', (response) => {
    peer.reportSuccess();
    settle(readAnswer(response));
  });
  sending.once('error', (error) => fail(isSent ? 'lost' : causeOf(error)));
  sending.once('close', () => {
    fail('lost');
    release();
  });
  return promise;
}

function ownHeaders({ headers, body }: ForwardedRequest) {
  const { 'content-length': _length, ...kept } = headersToForward(headers);
  return body === null ? kept : { ...kept, 'content-length': body.length };
}

function readAnswer(response: IncomingMessage): ForwardedAnswer {
  const { statusCode: status = 500, headers } = response;
  if (status !== misdirected) return { kind: 'answer', status, headers: headersToForward(headers), body: response };
  response.resume();
  return { kind: 'moved' };
}
