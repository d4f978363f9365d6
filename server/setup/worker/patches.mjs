/**
 * What is changed in mediasoup's worker, and why: docs/worker.md has the table. Applied in this order.
 *
 * @typedef {{ file: string, find: string, replace: string }} Patch `find` occurs exactly once in `file`, a path in the worker's folder
 */

/** @type {readonly Patch[]} */
export const patches = [
  // A TCP connection to a media port that never becomes a transport's is closed (overlay/worker/include/RTC/PendingTcpConnections.hpp).
  {
    file: 'include/RTC/TcpServer.hpp',
    find: '#include "RTC/Transport.hpp"\n#include <string>',
    replace:
      '#include "RTC/PendingTcpConnections.hpp"\n#include "RTC/Transport.hpp"\n#include <memory>\n#include <string>',
  },
  {
    file: 'include/RTC/TcpServer.hpp',
    find: `		~TcpServer() override;
`,
    replace: `		~TcpServer() override;

	public:
		void LimitPendingConnections();
		void ForgetPending(const RTC::TransportTuple::TupleKey& key);
`,
  },
  {
    file: 'include/RTC/TcpServer.hpp',
    find: `		RTC::PortManager::PortRangeKey portRangeKey{};
	};`,
    replace: `		RTC::PortManager::PortRangeKey portRangeKey{};
		std::unique_ptr<RTC::PendingTcpConnections> pendingConnections;
	};`,
  },
  {
    file: 'src/RTC/TcpServer.cpp',
    find: `		// Accept it.
		AcceptTcpConnection(connection);
	}
`,
    replace: `		// Accept it. When that fails it is deleted.
		const size_t numConnections = GetNumConnections();

		AcceptTcpConnection(connection);

		if (this->pendingConnections && GetNumConnections() > numConnections)
		{
			this->pendingConnections->Add(connection);
		}
	}

	void TcpServer::LimitPendingConnections()
	{
		MS_TRACE();

		this->pendingConnections = std::make_unique<RTC::PendingTcpConnections>(this->shared);
	}

	void TcpServer::ForgetPending(const RTC::TransportTuple::TupleKey& key)
	{
		MS_TRACE();

		if (this->pendingConnections)
		{
			this->pendingConnections->Remove(key);
		}
	}
`,
  },
  {
    file: 'src/RTC/TcpServer.cpp',
    find: `		this->listener->OnRtcTcpConnectionClosed(`,
    replace: `		ForgetPending(
		  RTC::PendingTcpConnections::KeyOf(static_cast<RTC::TcpConnection*>(connection)));

		this->listener->OnRtcTcpConnectionClosed(`,
  },
  {
    file: 'src/RTC/WebRtcServer.cpp',
    find: `					this->udpSocketOrTcpServers.emplace_back(
					  nullptr, tcpServer, announcedAddress, exposeInternalIp);
`,
    replace: `					this->udpSocketOrTcpServers.emplace_back(
					  nullptr, tcpServer, announcedAddress, exposeInternalIp);

					tcpServer->LimitPendingConnections();
`,
  },
  {
    file: 'src/RTC/WebRtcServer.cpp',
    find: `		this->mapTupleWebRtcTransport[tupleKey] = webRtcTransport;
`,
    replace: `		this->mapTupleWebRtcTransport[tupleKey] = webRtcTransport;

		for (auto& item : this->udpSocketOrTcpServers)
		{
			if (item.tcpServer)
			{
				item.tcpServer->ForgetPending(tupleKey);
			}
		}
`,
  },
  {
    // Debian 12's meson is 1.0.1, and enough.
    file: 'meson.build',
    find: "meson_version: '>= 1.1.0',",
    replace: "meson_version: '>= 1.0.0',",
  },
  {
    // The flag is or-ed with the operation. Taken for an operation, OpenSSL with kernel TLS hears that the kernel encrypts:
    // it makes no write buffer and crashes on the first DTLS ClientHello.
    file: 'src/RTC/DtlsTransport.cpp',
    find: '(operationType == BIO_CB_RETURN)',
    replace: '(operationType & BIO_CB_RETURN)',
  },
  {
    // Both are sound; the shorter key costs less for each packet. The order is the server's choice in DTLS (RFC 5764, 4.1.2).
    file: 'src/RTC/DtlsTransport.cpp',
    find: `		{ RTC::SrtpSession::CryptoSuite::AEAD_AES_256_GCM,        "SRTP_AEAD_AES_256_GCM"  },
		{ RTC::SrtpSession::CryptoSuite::AEAD_AES_128_GCM,        "SRTP_AEAD_AES_128_GCM"  },`,
    replace: `		{ RTC::SrtpSession::CryptoSuite::AEAD_AES_128_GCM,        "SRTP_AEAD_AES_128_GCM"  },
		{ RTC::SrtpSession::CryptoSuite::AEAD_AES_256_GCM,        "SRTP_AEAD_AES_256_GCM"  },`,
  },
  {
    // AES-GCM comes from OpenSSL whatever libsrtp was built with (overlay/libsrtp3/aes-gcm.cpp).
    file: 'src/DepLibSRTP.cpp',
    find: 'err = srtp_init();',
    replace: 'err = hearthroom_srtp_init();',
  },
  // A packet's copies leave in one system call (overlay/worker/include/handles/UdpSendBatch.hpp): the router opens the batch,
  // the socket adds to it.
  {
    file: 'src/RTC/Router.cpp',
    find: '#include "RTC/WebRtcTransport.hpp"\n',
    replace: '#include "RTC/WebRtcTransport.hpp"\n#include "handles/UdpSendBatch.hpp"\n',
  },
  {
    file: 'src/RTC/Router.cpp',
    find: `			RTC::RTP::SharedPacket sharedPacket;

			for (auto* consumer : consumers)`,
    replace: `			RTC::RTP::SharedPacket sharedPacket;
			const UdpSendBatch::Scope batch;

			for (auto* consumer : consumers)`,
  },
  {
    file: 'include/handles/UdpSocketHandle.hpp',
    find: `private:
	void InternalClose();`,
    replace: `private:
	friend class UdpSendBatch;

	void SendNow(
	  const uint8_t* data, size_t len, const struct sockaddr* addr, UdpSocketHandle::onSendCallback* cb);
	void InternalClose();`,
  },
  {
    file: 'src/handles/UdpSocketHandle.cpp',
    find: '#include "handles/UdpSocketHandle.hpp"\n',
    replace: '#include "handles/UdpSocketHandle.hpp"\n#include "handles/UdpSendBatch.hpp"\n',
  },
  {
    file: 'src/handles/UdpSocketHandle.cpp',
    find: '	// First try uv_udp_try_send().',
    replace: `	if (!UdpSendBatch::Add(this, data, len, addr, cb))
	{
		SendNow(data, len, addr, cb);
	}
}

void UdpSocketHandle::SendNow(
  const uint8_t* data, size_t len, const struct sockaddr* addr, UdpSocketHandle::onSendCallback* cb)
{
	MS_TRACE();

	// First try uv_udp_try_send().`,
  },
  {
    file: 'src/handles/UdpSocketHandle.cpp',
    find: '	this->closed = true;\n',
    replace: '	this->closed = true;\n\n	UdpSendBatch::Drop(this);\n',
  },
  // Opus hears of losses also when they are repaired (overlay/worker/include/RTC/LossBeforeRepair.hpp): towards its receivers, and
  // on its way here.
  ...['Send', 'Recv'].map((end) => ({
    file: `include/RTC/RTP/RtpStream${end}.hpp`,
    find: '#include "RTC/RTP/RtpStream.hpp"\n',
    replace: '#include "RTC/LossBeforeRepair.hpp"\n#include "RTC/RTP/RtpStream.hpp"\n',
  })),
  {
    file: 'include/RTC/RTP/RtpStreamSend.hpp',
    find: '			RTC::RtpDataCounter transmissionCounter;\n',
    replace: `			RTC::RtpDataCounter transmissionCounter;
			RTC::LossBeforeRepair lossBeforeRepair;
			RTC::RetransmissionBudget retransmissionBudget;
`,
  },
  {
    file: 'src/RTC/RTP/RtpStreamSend.cpp',
    find: '			this->fractionLost = report->GetFractionLost();\n',
    replace: `			this->fractionLost = report->GetFractionLost();

			if (this->params.useInBandFec)
			{
				this->fractionLost = this->lossBeforeRepair.Worst(
				  this->fractionLost, this->transmissionCounter.GetPacketCount(), this->packetsRepaired);
			}
`,
  },
  {
    file: 'include/RTC/RTP/RtpStreamRecv.hpp',
    find: '			uint32_t receivedPrior{ 0 };\n',
    replace: '			uint32_t receivedPrior{ 0 };\n			RTC::LossBeforeRepair lossBeforeRepair;\n',
  },
  {
    file: 'src/RTC/RTP/RtpStreamRecv.cpp',
    find: `			// Ask the listener for the worst remote fraction lost.
			const uint8_t worstRemoteFractionLost =`,
    replace: `			// Ask the listener for the worst remote fraction lost.
			const uint8_t remoteFractionLost =`,
  },
  {
    file: 'src/RTC/RTP/RtpStreamRecv.cpp',
    find: `				                          : 0;

			if (worstRemoteFractionLost > 0)`,
    replace: `				                          : 0;
			const uint8_t worstRemoteFractionLost =
			  this->params.useInBandFec
			    ? this->lossBeforeRepair.Worst(
			        remoteFractionLost, this->mediaTransmissionCounter.GetPacketCount(), this->packetsRepaired)
			    : 0;

			if (worstRemoteFractionLost > 0)`,
  },
  // What is sent again is limited (overlay/worker/include/RTC/RetransmissionBudget.hpp).
  {
    file: 'include/RTC/RTP/RtpStreamSend.hpp',
    find: '#include "RTC/RTP/RtpStream.hpp"\n',
    replace: '#include "RTC/RTP/RtpStream.hpp"\n#include "RTC/RetransmissionBudget.hpp"\n',
  },
  {
    file: 'src/RTC/RTP/RtpStreamSend.cpp',
    find: '			this->transmissionCounter.Update(packet);\n',
    replace: `			this->transmissionCounter.Update(packet);
			this->retransmissionBudget.Earn(packet->GetLength());
`,
  },
  {
    file: 'src/RTC/RTP/RtpStreamSend.cpp',
    find: '					// Stored packet is valid for retransmission. Resend it.\n',
    replace: `					else if (!this->retransmissionBudget.Spend(item->sharedPacket.GetPacket()->GetLength()))
					{
						MS_DEBUG_TAG(
						  rtx, "ignoring retransmission beyond the budget [seq:%" PRIu16 "]", item->sequenceNumber);
					}
					// Stored packet is valid for retransmission. Resend it.
`,
  },
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
  // A queue that overflows is told by the feedback on packets up to a second before the next receiver report.
  {
    file: 'deps/libwebrtc/libwebrtc/modules/congestion_controller/goog_cc/goog_cc_network_control.cc',
    find: `  absl::optional<int64_t> alr_start_time =
      alr_detector_->GetApplicationLimitedRegionStartTime();

  if (previously_in_alr_`,
    replace: `  if (!packet_feedback_only_) {
    for (const auto& packet_feedback : report.PacketsWithFeedback()) {
      expected_packets_since_last_loss_update_ += 1;
      if (packet_feedback.receive_time.IsInfinite())
        lost_packets_since_last_loss_update_ += 1;
    }
    // Fewer packets say nothing; a smaller loss is left to the receiver reports.
    if (expected_packets_since_last_loss_update_ >= 50) {
      if (lost_packets_since_last_loss_update_ * 3 >=
          expected_packets_since_last_loss_update_) {
        bandwidth_estimation_->UpdatePacketsLost(
            lost_packets_since_last_loss_update_,
            expected_packets_since_last_loss_update_, report.feedback_time);
        MaybeTriggerOnNetworkChanged(&update, report.feedback_time);
      }
      expected_packets_since_last_loss_update_ = 0;
      lost_packets_since_last_loss_update_ = 0;
    }
  }
  absl::optional<int64_t> alr_start_time =
      alr_detector_->GetApplicationLimitedRegionStartTime();

  if (previously_in_alr_`,
  },
  {
    file: 'deps/libwebrtc/libwebrtc/modules/congestion_controller/goog_cc/goog_cc_network_control.cc',
    find: `  NetworkControlUpdate update;
  bool recovered_from_overuse = false;
  bool backoff_in_alr = false;

  DelayBasedBwe::Result result;
`,
    replace: `  bool recovered_from_overuse = false;
  bool backoff_in_alr = false;

  DelayBasedBwe::Result result;
`,
  },
  {
    file: 'deps/libwebrtc/libwebrtc/modules/congestion_controller/goog_cc/goog_cc_network_control.cc',
    find: `    return NetworkControlUpdate();
  }

  if (congestion_window_pushback_controller_) {
    congestion_window_pushback_controller_->UpdateOutstandingData(
        report.data_in_flight.bytes());`,
    replace: `    return NetworkControlUpdate();
  }

  NetworkControlUpdate update;
  if (congestion_window_pushback_controller_) {
    congestion_window_pushback_controller_->UpdateOutstandingData(
        report.data_in_flight.bytes());`,
  },
];
