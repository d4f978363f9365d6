/** What Opus senders are told of losses, and how much is sent again. docs/worker.md has the reasons. */

/** @type {readonly import('./patch.mjs').Patch[]} */
export const retransmission = [
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

						if (item->sentTimes == 0)
						{
							this->retransmissionBudget.Miss();
						}
					}
					// Stored packet is valid for retransmission. Resend it.
`,
  },
  {
    file: 'src/RTC/RTP/RtpStreamSend.cpp',
    find: `					if (!item)
					{
						// Do nothing.
					}
`,
    replace: `					if (!item)
					{
						this->retransmissionBudget.Miss();
					}
`,
  },
  // A gap that is not repaired is answered with a key frame.
  {
    file: 'include/RTC/RTP/RtpStreamSend.hpp',
    find: '			void ReceiveNack(RTC::RTCP::FeedbackRtpNackPacket* nackPacket);\n',
    replace: `			void ReceiveNack(RTC::RTCP::FeedbackRtpNackPacket* nackPacket);

			bool TakeLargeGap()
			{
				return this->retransmissionBudget.TakeLargeGap();
			}
`,
  },
  {
    file: 'src/RTC/Consumer.cpp',
    find: '		rtpStream->ReceiveNack(nackPacket);\n',
    replace: `		rtpStream->ReceiveNack(nackPacket);

		if (rtpStream->TakeLargeGap() && this->kind == RTC::Media::Kind::VIDEO && !this->pipe)
		{
			this->producerStreamManager->RequestKeyFrameForCurrentSpatialLayer();
		}
`,
  },
];
