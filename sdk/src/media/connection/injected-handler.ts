import type { types } from 'mediasoup-client';
import { Chrome111 } from 'mediasoup-client/handlers/Chrome111';

/**
 * mediasoup-client's handler for Chrome, with a given RTCPeerConnection instead of the global one. The handler reads
 * the globals synchronously when it is created and when it is asked for capabilities, so they are replaced only during
 * these calls.
 */
export function createInjectedHandler(globals: {
  RTCPeerConnection: typeof RTCPeerConnection;
  MediaStream: typeof MediaStream;
}): types.HandlerFactory {
  const { name, factory, getNativeRtpCapabilities } = Chrome111.createFactory({});
  return {
    name,
    factory: (options) => withGlobals(globals, () => factory(options)),
    getNativeRtpCapabilities: (options) => withGlobals(globals, () => getNativeRtpCapabilities(options)),
  };
}

function withGlobals<T>(globals: Record<string, unknown>, use: () => T): T {
  const names = Object.keys(globals);
  const before = names.map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const);
  for (const name of names) {
    Object.defineProperty(globalThis, name, { value: globals[name], configurable: true, writable: true });
  }
  try {
    return use();
  } finally {
    for (const [name, descriptor] of before) {
      if (descriptor) Object.defineProperty(globalThis, name, descriptor);
      else Reflect.deleteProperty(globalThis, name);
    }
  }
}
