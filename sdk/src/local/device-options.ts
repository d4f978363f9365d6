/** Which device to switch on. */
export interface DeviceOptions {
  /** An id of listDevices; default (also with ''): the system's choice. */
  deviceId?: string;
  /**
   * A track that is already open, for example from a preview. From then on it belongs to the session, which stops it.
   */
  track?: MediaStreamTrack;
}

/** What to share instead of asking the person. */
export interface ScreenOptions {
  /** A track that is already open. From then on it belongs to the session, which stops it. */
  track?: MediaStreamTrack;
  /** The sound of `track`, if it has one: it is shared, and stopped, with it. */
  sound?: MediaStreamTrack;
}
