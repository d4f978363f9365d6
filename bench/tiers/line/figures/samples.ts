/** What the page of a receiver notes about one sender. Plain data, from the page to the bench. */

/** Totals of the decoders since watching began, also across streams that replaced each other (RTCInboundRtpStreamStats). */
export interface Sample {
  /** Date.now() */
  at: number;
  /** Audio samples played, and those of them that were concealed. */
  samples: number;
  concealed: number;
  /** Seconds that all emitted samples together spent in the jitter buffer, and their number. */
  bufferedSeconds: number;
  emitted: number;
  /** Pictures decoded. */
  frames: number;
  /** As the decoder counts it, see `frozenOf`. */
  freezeSeconds: number;
  /** PLI and FIR. */
  keyFramesAsked: number;
  /** Of audio and video. */
  bytes: number;
  /** Of the newest picture; 0: there was none yet. */
  height: number;
}

/** How long ago a picture was drawn when it was shown: read from the time code in it. */
export interface Age {
  /** Date.now() */
  at: number;
  ms: number;
}

export interface Watched {
  samples: Sample[];
  ages: Age[];
}
