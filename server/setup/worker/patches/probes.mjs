/** Probes that find out how much a line carries. docs/worker.md has the reasons. */

/** @type {readonly import('./patch.mjs').Patch[]} */
export const probes = [
  // While video gets less than is wanted, the line is probed every three seconds, also when what may be sent is used (ALR is the state
  // in which it isn't): otherwise an estimate rises by 8% a second only.
  {
    file: 'deps/libwebrtc/libwebrtc/modules/congestion_controller/goog_cc/probe_controller.cc',
    find: `  if (enable_periodic_alr_probing_ && state_ == State::kProbingComplete) {
`,
    replace: `  const bool is_limited = max_bitrate_bps_ > 0 && estimated_bitrate_bps_ > 0 &&
                          estimated_bitrate_bps_ < max_bitrate_bps_ * 9 / 10;
  if (is_limited && state_ == State::kProbingComplete && !alr_start_time_ms_ &&
      at_time_ms - time_of_last_large_drop_ms_ >= 3000 &&
      at_time_ms - time_last_probing_initiated_ms_ >= 3000) {
    return InitiateProbing(at_time_ms, {estimated_bitrate_bps_ * 3 / 2}, true);
  }

  if (enable_periodic_alr_probing_ && state_ == State::kProbingComplete) {
`,
  },
  {
    file: 'deps/libwebrtc/libwebrtc/modules/congestion_controller/goog_cc/probe_controller.cc',
    find: 'alr_probing_interval("alr_interval", TimeDelta::seconds(5)),',
    replace: 'alr_probing_interval("alr_interval", TimeDelta::seconds(3)),',
  },
  // Probes of small rates last for 250 ms, which is longer than the bursts that a line lets through faster than it carries. Only after one that
  // passed whole the rate is doubled.
  {
    file: 'deps/libwebrtc/libwebrtc/modules/pacing/bitrate_prober.cc',
    find: `                           config_.min_probe_duration->ms() / 8000);
`,
    replace: `                           config_.min_probe_duration->ms() / 8000);
  cluster.pace_info.probe_cluster_min_bytes =
      std::max(cluster.pace_info.probe_cluster_min_bytes,
               std::min(8000, static_cast<int32_t>(bitrate_bps / 32)));
`,
  },
  {
    // In a slow probe of many small packets most of what is sent would be headers, which are not counted.
    file: 'deps/libwebrtc/libwebrtc/modules/pacing/bitrate_prober.cc',
    find: `  return clusters_.front().pace_info.send_bitrate_bps * 2 *
         config_.min_probe_delta->ms() / (8 * 1000);
`,
    replace: `  return std::max<size_t>(
      300, clusters_.front().pace_info.send_bitrate_bps * 2 *
               config_.min_probe_delta->ms() / (8 * 1000));
`,
  },
  {
    file: 'deps/libwebrtc/libwebrtc/modules/congestion_controller/goog_cc/probe_controller.cc',
    find: 'further_probe_threshold("further_probe_threshold", 0.7),',
    replace: 'further_probe_threshold("further_probe_threshold", 0.95),',
  },
  {
    file: 'deps/libwebrtc/libwebrtc/modules/congestion_controller/goog_cc/probe_controller.cc',
    find: 'alr_probe_scale("alr_scale", 2),',
    replace: 'alr_probe_scale("alr_scale", 1.25),',
  },
  // Media that is sent while a probe runs is a part of it, so that both together are sent at the rate of the probe. Without this, a probe of 125% came on
  // top of media on a line that carries no more than media, and filled its queue.
  {
    file: 'deps/libwebrtc/libwebrtc/modules/pacing/paced_sender.cc',
    find: `  // we use this callback to acknowledge sent packets.
  OnPacketSent(bytes);
`,
    replace: `  // we use this callback to acknowledge sent packets.
  OnPacketSent(bytes);

  // Process() counts the packets of the probe itself.
  if (prober_.IsProbing() && !is_sending_probe_)
    prober_.ProbeSent(DepLibUV::GetTimeMs(), bytes);
`,
  },
  {
    file: 'deps/libwebrtc/libwebrtc/modules/pacing/paced_sender.cc',
    find: `  if (!prober_.IsProbing())
    return;

  PacedPacketInfo pacing_info;
`,
    replace: `  // The timer also runs for other reasons: then it is too early.
  if (!prober_.IsProbing() || prober_.TimeUntilNextProbe(DepLibUV::GetTimeMs()) > 0)
    return;

  PacedPacketInfo pacing_info;
`,
  },
  {
    file: 'deps/libwebrtc/libwebrtc/modules/pacing/paced_sender.cc',
    find: `    packet_router_->SendPacket(padding_packet, pacing_info);
`,
    replace: `    is_sending_probe_ = true;
    packet_router_->SendPacket(padding_packet, pacing_info);
    is_sending_probe_ = false;
`,
  },
  {
    file: 'deps/libwebrtc/libwebrtc/modules/pacing/paced_sender.h',
    find: '  bool probing_send_failure_;\n',
    replace: '  bool probing_send_failure_;\n  bool is_sending_probe_ = false;\n',
  },
  // Probes of a transport have sequence numbers of their own. All transports write into one buffer, and each took the number that was in it: a new
  // transport began at random, and browsers dropped the probes of the others as replayed (RFC 3711, 3.3.2), so that their estimates stayed low.
  {
    file: 'include/RTC/RTP/ProbationGenerator.hpp',
    find: '			std::unique_ptr<RTP::Packet> probationPacket;\n',
    replace: `			std::unique_ptr<RTP::Packet> probationPacket;
			uint16_t sequenceNumber{ 0 };
			uint32_t timestamp{ 0 };
`,
  },
  {
    file: 'src/RTC/RTP/ProbationGenerator.cpp',
    find: '			this->probationPacket->SetSequenceNumber(Utils::Crypto::GetRandomUInt<uint16_t>(0, 65535));\n',
    replace: '			this->sequenceNumber = Utils::Crypto::GetRandomUInt<uint16_t>(0, 65535);\n',
  },
  {
    file: 'src/RTC/RTP/ProbationGenerator.cpp',
    find: '			this->probationPacket->SetTimestamp(Utils::Crypto::GetRandomUInt<uint32_t>(0, 4294967295));\n',
    replace: '			this->timestamp = Utils::Crypto::GetRandomUInt<uint32_t>(0, 4294967295);\n',
  },
  {
    file: 'src/RTC/RTP/ProbationGenerator.cpp',
    find: '			const auto seq             = this->probationPacket->GetSequenceNumber() + 1;\n',
    replace: '			const auto seq             = ++this->sequenceNumber;\n',
  },
  {
    file: 'src/RTC/RTP/ProbationGenerator.cpp',
    find: '			const auto timestamp       = this->probationPacket->GetTimestamp() + 20;\n',
    replace: '			const auto timestamp       = this->timestamp += 20;\n',
  },
];
