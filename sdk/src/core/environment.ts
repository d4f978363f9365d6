/**
 * The parts of a browser that the SDK uses: `WebSocket` is the constructor of WebSockets (WHATWG WebSockets). Outside a
 * browser (Node 24) the application supplies those that are missing.
 */
export interface Environment {
  WebSocket: new (url: string, protocols: string | string[]) => WebSocket;
  /**
   * When given, media uses it instead of the browser's own WebRTC. It must use unified-plan SDP as Chrome does. Null:
   * the browser's own.
   */
  RTCPeerConnection: typeof RTCPeerConnection | null;
  /** Constructor of MediaStreams; null: tracks can't be shown. */
  MediaStream: typeof MediaStream | null;
  /** Constructor of AudioContexts (W3C Web Audio API); null: echo of this person's microphone isn't looked for. */
  AudioContext: typeof AudioContext | null;
  /** Cameras, microphones and screens; null: none, but tracks can still be passed in. */
  mediaDevices: MediaDevices | null;
  /** Used to find out why a device stopped; null: it isn't known. */
  permissions: Pick<Permissions, 'query'> | null;
  /** Stores what resumes a seat after a reload of the page; null: nowhere. */
  storage: SessionStorageLike | null;
  /** The location of the page, for safeExit; null: none. */
  location: Pick<Location, 'href' | 'replace'> | null;
  /**
   * Dispatches `online` when the network is back and `visible` when the page is visible again; null: no such events.
   */
  signals: EventTarget | null;
  /**
   * Encodings of the camera's video, smallest first; null: the SDK's own (three simulcast layers, or VP9 layers in one
   * stream).
   */
  cameraEncodings: RTCRtpEncodingParameters[] | null;
  /** A camera whose blurred pictures are fewer than this for several seconds, per second, is stopped. */
  minimumBlurRate: number;
}

/**
 * The parts of the Storage API (WHATWG HTML) that the SDK uses. With `length` and `key` a safe exit also removes what
 * other sessions of this tab have stored.
 */
export type SessionStorageLike = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> &
  Partial<Pick<Storage, 'length' | 'key'>>;

/** The environment of this page, with the given parts instead of its own. */
export function createEnvironment(parts: Partial<Environment> = {}): Environment {
  return {
    WebSocket: globalThis.WebSocket,
    RTCPeerConnection: null,
    MediaStream: globalThis.MediaStream ?? null,
    AudioContext: globalThis.AudioContext ?? null,
    mediaDevices: globalThis.navigator?.mediaDevices ?? null,
    permissions: globalThis.navigator?.permissions ?? null,
    storage: findStorage(),
    location: globalThis.location ?? null,
    signals: findSignals(),
    cameraEncodings: null,
    minimumBlurRate: 15,
    ...parts,
  };
}

/** Access throws where storage is blocked for the page. */
function findStorage(): SessionStorageLike | null {
  try {
    return globalThis.document === undefined ? null : globalThis.sessionStorage;
  } catch {
    return null;
  }
}

let pageSignals: EventTarget | null = null;

/** One target for all sessions of a page, which combines events of window and document. */
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
