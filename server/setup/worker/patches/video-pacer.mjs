/** Video is spread over time on a narrow line. docs/worker.md has the reasons. */

/** @type {readonly import('./patch.mjs').Patch[]} */
export const videoPacer = [
  // On a narrow line video waits in the worker instead of in the line's queue, where sound waits too (overlay/worker/include/RTC/VideoPacer.hpp).
  {
    file: 'include/RTC/Transport.hpp',
    find: '#include "RTC/SctpListener.hpp"\n',
    replace: '#include "RTC/SctpListener.hpp"\n#include "RTC/VideoPacer.hpp"\n',
  },
  {
    file: 'include/RTC/Transport.hpp',
    find: `#include "SharedInterface.hpp"
#include <ankerl/unordered_dense.h>
#include <string>`,
    replace: `#include "SharedInterface.hpp"
#include <ankerl/unordered_dense.h>
#include <memory>
#include <string>`,
  },
  {
    file: 'include/RTC/Transport.hpp',
    find: '	                  public TimerHandleInterface::Listener\n',
    replace:
      '	                  public RTC::VideoPacer::Listener,\n	                  public TimerHandleInterface::Listener\n',
  },
  {
    file: 'include/RTC/Transport.hpp',
    find: '		/* Pure virtual methods inherited from TimerHandleInterface::Listener. */\n',
    replace: `		/* Pure virtual methods inherited from RTC::VideoPacer::Listener. */
	public:
		void OnVideoPacerSend(RTC::RTP::Packet* packet, bool isRetransmission) override;

	private:
		bool MustWait(const RTC::Consumer* consumer, RTC::RTP::Packet* packet, bool isRetransmission);

		/* Pure virtual methods inherited from TimerHandleInterface::Listener. */
`,
  },
  {
    file: 'include/RTC/Transport.hpp',
    find: '		TimerHandleInterface* rtcpTimer{ nullptr };\n',
    replace: '		TimerHandleInterface* rtcpTimer{ nullptr };\n		std::unique_ptr<RTC::VideoPacer> videoPacer;\n',
  },
  {
    file: 'src/RTC/Transport.cpp',
    find: `	void Transport::OnConsumerSendRtpPacket(RTC::Consumer* consumer, RTC::RTP::Packet* packet)
	{
		MS_TRACE();
`,
    replace: `	bool Transport::MustWait(const RTC::Consumer* consumer, RTC::RTP::Packet* packet, bool isRetransmission)
	{
		MS_TRACE();

		if (!this->tccClient || consumer->GetKind() != RTC::Media::Kind::VIDEO)
		{
			return false;
		}

		const auto estimateBps = this->tccClient->GetAvailableBitrate();

		if (!this->videoPacer)
		{
			if (!RTC::VideoPacer::IsNeeded(estimateBps))
			{
				return false;
			}

			this->videoPacer = std::make_unique<RTC::VideoPacer>(this, this->shared);
		}

		return this->videoPacer->Delay(packet, isRetransmission, estimateBps);
	}

	void Transport::OnVideoPacerSend(RTC::RTP::Packet* packet, bool isRetransmission)
	{
		MS_TRACE();

		auto* consumer = isRetransmission ? GetConsumerByRtxSsrc(packet->GetSsrc()) : nullptr;

		// Without RTX, packets are sent again with the SSRC of the media.
		if (!consumer)
		{
			consumer = GetConsumerByMediaSsrc(packet->GetSsrc());
		}

		// Nothing is sent of a stream that was closed or paused meanwhile.
		if (!consumer || !consumer->IsActive())
		{
			return;
		}

		if (isRetransmission)
		{
			OnConsumerRetransmitRtpPacket(consumer, packet);
		}
		else
		{
			OnConsumerSendRtpPacket(consumer, packet);
		}
	}

	void Transport::OnConsumerSendRtpPacket(RTC::Consumer* consumer, RTC::RTP::Packet* packet)
	{
		MS_TRACE();

		if (MustWait(consumer, packet, /*isRetransmission*/ false))
		{
			return;
		}
`,
  },
  {
    file: 'src/RTC/Transport.cpp',
    find: `	void Transport::OnConsumerRetransmitRtpPacket(RTC::Consumer* consumer, RTC::RTP::Packet* packet)
	{
		MS_TRACE();
`,
    replace: `	void Transport::OnConsumerRetransmitRtpPacket(RTC::Consumer* consumer, RTC::RTP::Packet* packet)
	{
		MS_TRACE();

		if (MustWait(consumer, packet, /*isRetransmission*/ true))
		{
			return;
		}
`,
  },
  {
    // Consumers may be paused and resumed before it is connected again; what waits is older than that.
    file: 'src/RTC/Transport.cpp',
    find: `	void Transport::Disconnected()
	{
		MS_TRACE();
`,
    replace: `	void Transport::Disconnected()
	{
		MS_TRACE();

		if (this->videoPacer)
		{
			this->videoPacer->Clear();
		}
`,
  },
  {
    file: 'src/RTC/Transport.cpp',
    find: `	void Transport::OnConsumerNeedZeroBitrate(RTC::Consumer* /*consumer*/)
	{
		MS_TRACE();
`,
    replace: `	void Transport::OnConsumerNeedZeroBitrate(RTC::Consumer* consumer)
	{
		MS_TRACE();

		// It was paused.
		if (this->videoPacer)
		{
			for (const auto ssrc : consumer->GetMediaSsrcs())
			{
				this->videoPacer->Drop(ssrc);
			}
			for (const auto ssrc : consumer->GetRtxSsrcs())
			{
				this->videoPacer->Drop(ssrc);
			}
		}
`,
  },
  {
    // A tenth of what a narrow line carries stays free, so that its queue empties again.
    file: 'src/RTC/Transport.cpp',
    find: '		int64_t availableBitrate = this->tccClient->GetAvailableBitrate();\n',
    replace: `		int64_t availableBitrate = this->tccClient->GetAvailableBitrate();

		if (RTC::VideoPacer::IsNeeded(availableBitrate))
		{
			availableBitrate = availableBitrate * 9 / 10;
		}
`,
  },
];
