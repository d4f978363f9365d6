/**
 * The candidate pair in use, of the statistics of a transport (W3C webrtc-stats). After an ICE restart the report still
 * has the previous nominated pair. Undefined until there is one.
 */
export function usedPairOf(report: RTCStatsReport): RTCIceCandidatePairStats | undefined {
  const all = [...report.values()];
  const selectedId = all.find(({ type }) => type === 'transport')?.selectedCandidatePairId;
  const isUsed = (stats: RTCIceCandidatePairStats) =>
    selectedId === undefined ? stats.nominated && stats.state === 'succeeded' : stats.id === selectedId;
  return all.find((stats) => stats.type === 'candidate-pair' && isUsed(stats));
}
