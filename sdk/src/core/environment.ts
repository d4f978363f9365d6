/** The parts of a browser that the SDK stands on. Elsewhere (Node 24) what is missing is injected. */
export interface Environment {
  WebSocket: new (url: string, protocols: string | string[]) => WebSocket;
  /** When given, media runs over it instead of the browser's own; it must speak unified-plan SDP as Chrome does. */
  RTCPeerConnection: typeof RTCPeerConnection | null;
  MediaStream: typeof MediaStream | null;
  /** Null: nothing to capture from; tracks can still be handed over. */
  mediaDevices: MediaDevices | null;
  /** Tells why a device is gone; null: it isn't known. */
  permissions: Pick<Permissions, 'query'> | null;
  /** Where the right to resume a seat outlives a reload of the page. */
  storage: SessionStorageLike | null;
  /** The page's own, for safeExit. */
  location: Pick<Location, 'href' | 'replace'> | null;
  /** Sends `online` when the network is back, and `visible` when the page is looked at again. */
  signals: EventTarget | null;
  /** Encodings of a camera's video, smallest first; null for the SDK's own (three simulcast layers). */
  cameraEncodings: RTCRtpEncodingParameters[] | null;
}

/** With `length` and `key` a safe exit finds also what other sessions of this tab have left. */
export type SessionStorageLike = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> &
  Partial<Pick<Storage, 'length' | 'key'>>;

/** What the surroundings offer, with the given parts on top. */
export function createEnvironment(parts: Partial<Environment> = {}): Environment {
  return {
    WebSocket: globalThis.WebSocket,
    RTCPeerConnection: null,
    MediaStream: globalThis.MediaStream ?? null,
    mediaDevices: globalThis.navigator?.mediaDevices ?? null,
    permissions: globalThis.navigator?.permissions ?? null,
    storage: findStorage(),
    location: globalThis.location ?? null,
    signals: findSignals(),
    cameraEncodings: null,
    ...parts,
  };
}

/** Reading the property throws where a page's storage is blocked. */
function findStorage(): SessionStorageLike | null {
  try {
    return globalThis.document === undefined ? null : globalThis.sessionStorage;
  } catch {
    return null;
  }
}

let pageSignals: EventTarget | null = null;

/** One target, for all sessions of a page, of what window, document and the network each tell on their own. */
function findSignals(): EventTarget | null {
  if (globalThis.document === undefined || globalThis.window === undefined) return null;
  pageSignals ??= createPageSignals();
  return pageSignals;
}

function createPageSignals(): EventTarget {
  const signals = new EventTarget();
  window.addEventListener('online', () => signals.dispatchEvent(new Event('online')));
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') signals.dispatchEvent(new Event('visible'));
  });
  return signals;
}
