/** The bandwidth estimate of a line (libwebrtc). docs/worker.md has the reasons. */

/** @type {readonly import('./patch.mjs').Patch[]} */
export const estimate = [
  {
    // The estimate may stand far above what is sent. With a loss that only a full queue causes it falls at once to what arrives,
    // instead of by a part of itself each second, and it doesn't fall much below what arrives either.
    file: 'deps/libwebrtc/libwebrtc/modules/bitrate_controller/send_side_bandwidth_estimation.cc',
    find: `                            512.0);
          has_decreased_since_last_fraction_loss_ = true;
`,
    replace: `                            512.0);
          if (acknowledged_rate_) {
            if (loss > 0.25f) {
              new_bitrate = std::min(new_bitrate, *acknowledged_rate_);
            }
            new_bitrate = std::min(
                current_bitrate_, std::max(new_bitrate, *acknowledged_rate_ * 0.85));
          }
          has_decreased_since_last_fraction_loss_ = true;
`,
  },
  {
    // A queue that overflows is known from the feedback on packets; the estimate doesn't wait for the end of the second. A smaller loss
    // does: few packets say little.
    file: 'deps/libwebrtc/libwebrtc/modules/congestion_controller/goog_cc/goog_cc_network_control.cc',
    find: '    if (report.feedback_time > next_loss_update_) {\n',
    replace: `    const bool overflows =
        expected_packets_since_last_loss_update_ >= 30 &&
        lost_packets_since_last_loss_update_ * 3 >= expected_packets_since_last_loss_update_;
    if (overflows || report.feedback_time > next_loss_update_) {
`,
  },
  // Losses of up to a quarter without a queue, which would make the round trip longer, are not caused by what is sent: sending less doesn't
  // help.
  {
    file: 'deps/libwebrtc/libwebrtc/modules/bitrate_controller/send_side_bandwidth_estimation.h',
    find: '  TimeDelta last_round_trip_time_;\n',
    replace: `  TimeDelta last_round_trip_time_;
  // Rises slowly, since lines change.
  TimeDelta lowest_round_trip_time_ = TimeDelta::PlusInfinity();
`,
  },
  {
    file: 'deps/libwebrtc/libwebrtc/modules/bitrate_controller/send_side_bandwidth_estimation.cc',
    find: `  if (rtt > TimeDelta::Zero())
    last_round_trip_time_ = rtt;
`,
    replace: `  if (rtt > TimeDelta::Zero()) {
    last_round_trip_time_ = rtt;
    lowest_round_trip_time_ =
        lowest_round_trip_time_.IsInfinite()
            ? rtt
            : std::min(rtt, lowest_round_trip_time_ + (rtt - lowest_round_trip_time_) * 0.002);
  }
`,
  },
  {
    file: 'deps/libwebrtc/libwebrtc/modules/bitrate_controller/send_side_bandwidth_estimation.cc',
    find: '      if (loss <= high_loss_threshold_) {\n',
    replace: `      const bool is_queueing = last_round_trip_time_ > lowest_round_trip_time_ + TimeDelta::ms(60);
      if (loss <= high_loss_threshold_ || (loss <= 0.25f && !is_queueing)) {
`,
  },
];
