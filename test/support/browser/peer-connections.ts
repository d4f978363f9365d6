/** Runs in the browser, before anything makes a peer connection: all peer connections of the page. */
export const peerConnections: RTCPeerConnection[] = [];

const NativePeerConnection = globalThis.RTCPeerConnection;
globalThis.RTCPeerConnection = class extends NativePeerConnection {
  constructor(configuration?: RTCConfiguration) {
    super(configuration);
    peerConnections.push(this);
  }
};
