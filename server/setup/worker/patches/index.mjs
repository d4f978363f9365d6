import { build } from './build.mjs';
import { dtls } from './dtls.mjs';
import { estimate } from './estimate.mjs';
import { keyFrames } from './key-frames.mjs';
import { layers } from './layers.mjs';
import { probes } from './probes.mjs';
import { retransmission } from './retransmission.mjs';
import { sendBatch } from './send-batch.mjs';
import { tcpConnections } from './tcp-connections.mjs';
import { videoPacer } from './video-pacer.mjs';

/**
 * What is changed in mediasoup's worker: docs/worker.md has the table. Applied in this order.
 *
 * @type {readonly import('./patch.mjs').Patch[]}
 */
export const patches = [
  ...tcpConnections,
  ...build,
  ...dtls,
  ...sendBatch,
  ...retransmission,
  ...keyFrames,
  ...estimate,
  ...probes,
  ...videoPacer,
  ...layers,
];
