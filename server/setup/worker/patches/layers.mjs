/** Which layers of which videos are sent when not all fit. docs/worker.md has the reasons. */

/** @type {readonly import('./patch.mjs').Patch[]} */
export const layers = [
  {
    // When little can be sent: one picture that moves before several that hardly do. It is the speaker's, by the priorities that are set
    // (server/src/media/forwarding/video-priorities.ts); a layer of a camera has three frame rates.
    file: 'src/RTC/Transport.cpp',
    find: `				for (uint8_t i{ 1u }; i <= (baseAllocation ? 1u : priority); ++i)
`,
    replace: `				// Those without several frame rates would take larger layers.
				const bool isFirst        = it == multimapPriorityConsumer.rbegin();
				const uint8_t frameRates  = consumer->GetRtpParameters().encodings[0].temporalLayers;
				const uint8_t increments  = !baseAllocation ? priority : isFirst ? std::max<uint8_t>(frameRates, 1u) : 1u;

				for (uint8_t i{ 1u }; i <= increments; ++i)
`,
  },
  // A video of one layer (a screen, or a camera whose page has encodings of its own) is stopped as well when it doesn't fit, and starts again
  // with a key frame; otherwise it would take the line from sound.
  {
    file: 'include/RTC/SimpleProducerStreamManager.hpp',
    find: `		bool managingBitrate{ false };
`,
    replace: `		bool managingBitrate{ false };
		// Whether what can be sent is enough for it, in this BWE round.
		bool fits{ true };
		// Nothing of it is forwarded, since it doesn't fit.
		bool isStopped{ false };
		// When the line became too narrow for it, after it had carried it.
		int64_t narrowedAtMs{ 0 };
		// What it needed then.
		int64_t narrowedBitrate{ 0 };
`,
  },
  {
    file: 'src/RTC/SimpleProducerStreamManager.cpp',
    find: `		// Video Simple consumer does not really play the BWE game. However, let's
		// be honest and try to be nice.
		auto desiredBitrate = this->producerRtpStream->GetBitrate(nowMs);

		if (desiredBitrate < bitrate)
`,
    replace: `		auto desiredBitrate = this->producerRtpStream->GetBitrate(nowMs);

		// Estimates vary: it is stopped below 80% of what it needs, and started again above 100%. More is not always estimated, even on a
		// fast line: an estimate is limited to 1.35 times of what is wanted, or a tenth less (SetDesiredBitrate), of which narrow
		// lines give 90%. In the ten seconds after the line became narrow it needs twice of what it needed then, since a screen that
		// doesn't change sends next to nothing, but each start causes a key frame for everybody. On a line that isn't narrow it goes on:
		// the rate of a screen is high for a moment when all of it changes.
		const bool isNarrowed = this->isStopped && this->narrowedAtMs > 0 && nowMs - this->narrowedAtMs < 10000;

		if (bitrate >= 600000)
		{
			this->fits = true;
		}
		else if (isNarrowed)
		{
			this->fits = std::max(desiredBitrate, this->narrowedBitrate) * 2 <= bitrate;
		}
		else if (this->isStopped)
		{
			this->fits = desiredBitrate <= bitrate;
		}
		else
		{
			this->fits = desiredBitrate * 4 <= bitrate * 5;
		}

		if (!this->fits && !this->isStopped)
		{
			this->narrowedBitrate = desiredBitrate;
		}


		if (!this->fits)
		{
			return 0;
		}

		if (desiredBitrate < bitrate)
`,
  },
  {
    file: 'src/RTC/SimpleProducerStreamManager.cpp',
    find: `		this->managingBitrate = false;

		// Simple does not play the BWE game (even if video kind).
`,
    replace: `		this->managingBitrate = false;

		if (this->fits == !this->isStopped)
		{
			return;
		}

		this->isStopped = !this->fits;

		if (this->isStopped)
		{
			// At first estimates are too low on any line.
			this->narrowedAtMs = rtpStreamActiveMs > 8000 ? this->shared->GetTimeMs() : 0;
		}
		else
		{
			this->syncRequired = true;

			RequestKeyFrame();
		}

		this->listener->OnProducerStreamManagerLayersChanged();
`,
  },
  {
    file: 'src/RTC/SimpleProducerStreamManager.cpp',
    find: '	void SimpleProducerStreamManager::ApplyLayers(int64_t /*rtpStreamActiveMs*/)\n',
    replace: '	void SimpleProducerStreamManager::ApplyLayers(int64_t rtpStreamActiveMs)\n',
  },
  {
    file: 'src/RTC/SimpleProducerStreamManager.cpp',
    find: '#include "Logger.hpp"\n',
    replace: '#include "Logger.hpp"\n#include <algorithm>\n',
  },
  {
    // As other videos do, it has no current layer while it is stopped; the server tells the receiver.
    file: 'include/RTC/SimpleProducerStreamManager.hpp',
    find: `		int16_t GetCurrentSpatialLayer() const override
		{
			return 0;
		}
		int16_t GetCurrentTemporalLayer() const override
		{
			return 0;
		}
`,
    replace: `		int16_t GetCurrentSpatialLayer() const override
		{
			return this->isStopped ? -1 : 0;
		}
		int16_t GetCurrentTemporalLayer() const override
		{
			return this->isStopped ? -1 : 0;
		}
`,
  },
  {
    file: 'src/RTC/SimpleProducerStreamManager.cpp',
    find: `		RtpPacketProcessResult result;

		// If we need to sync, support key frames and this is not a key frame,
`,
    replace: `		RtpPacketProcessResult result;

		if (this->isStopped)
		{
			result.type = RtpPacketProcessResult::Type::DROP;

			return result;
		}

		// If we need to sync, support key frames and this is not a key frame,
`,
  },
  // A larger picture is shown only with half of its frame rate or more: before that, the smaller one with all of its.
  {
    file: 'src/RTC/SimulcastProducerStreamManager.cpp',
    find: `				requiredBitrate = producerRtpStream->GetLayerBitrate(nowMs, 0, temporalLayer);
`,
    replace: `				const bool isLarger = this->provisionalTargetLayers.spatial > -1 &&
				                      spatialLayer > this->provisionalTargetLayers.spatial;

				if (isLarger)
				{
					temporalLayer = std::min<int16_t>(1, maxTemporalLayer);
				}

				requiredBitrate = isLarger ? producerRtpStream->GetBitrate(nowMs, 0, temporalLayer)
				                           : producerRtpStream->GetLayerBitrate(nowMs, 0, temporalLayer);
`,
  },
  {
    file: 'src/RTC/SimulcastProducerStreamManager.cpp',
    find: `				if (
				  requiredBitrate > 0 && temporalLayer == 0 && this->provisionalTargetLayers.spatial > -1 &&
				  spatialLayer > this->provisionalTargetLayers.spatial)
`,
    replace: '				if (requiredBitrate > 0 && isLarger)\n',
  },
  // For ten seconds after a picture was reduced it is not made larger again, unless twice of what that needs can be sent: then the line is
  // free again.
  {
    file: 'src/RTC/SimulcastProducerStreamManager.cpp',
    find: `				if (this->provisionalTargetLayers.spatial > -1 && spatialLayer > this->currentSpatialLayer)
				{
					MS_DEBUG_DEV(
					  "avoid upgrading to spatial layer %" PRIi16 " due to recent BWE downgrade", spatialLayer);

					goto done;
				}
`,
    replace: `				auto* largerRtpStream = this->producerRtpStreams.at(spatialLayer);

				if (
				  this->provisionalTargetLayers.spatial > -1 && spatialLayer > this->currentSpatialLayer &&
				  (!largerRtpStream || largerRtpStream->GetBitrate(nowMs) * 2 > virtualBitrate))
				{
					MS_DEBUG_DEV(
					  "avoid upgrading to spatial layer %" PRIi16 " due to recent BWE downgrade", spatialLayer);

					goto done;
				}
`,
  },
  // A layer that a browser stopped for lack of bandwidth (overlay/worker/include/RTC/SilentLayer.hpp).
  {
    file: 'include/RTC/RTP/RtpStreamRecv.hpp',
    find: '#include "RTC/NackGenerator.hpp"\n',
    replace: '#include "RTC/NackGenerator.hpp"\n#include "RTC/SilentLayer.hpp"\n',
  },
  {
    file: 'include/RTC/RTP/RtpStreamRecv.hpp',
    find: `			bool HasRtpInactivityCheckEnabled() const
`,
    replace: `			void HandleSmallerLayer(int64_t nowMs)
			{
				if (!this->inactive && this->inactivityCheckPeriodicTimer && this->silentLayer.HandleSmallerLayer(nowMs))
				{
					this->inactivityCheckPeriodicTimer->Stop();

					OnTimer(this->inactivityCheckPeriodicTimer);
				}
			}

			bool HasRtpInactivityCheckEnabled() const
`,
  },
  {
    file: 'include/RTC/RTP/RtpStreamRecv.hpp',
    find: '			bool inactive{ false };\n',
    replace: '			bool inactive{ false };\n			RTC::SilentLayer silentLayer;\n',
  },
  ...['\n			', '\n				'].map((indent) => ({
    file: 'src/RTC/RTP/RtpStreamRecv.cpp',
    find: `${indent}// Restart the inactivityCheckPeriodicTimer.`,
    replace: `${indent}this->silentLayer.HandleMedia();
${indent}// Restart the inactivityCheckPeriodicTimer.`,
  })),
  {
    file: 'src/RTC/Producer.cpp',
    find: `		if (packet->IsKeyFrame())
		{
			MS_DEBUG_TAG(
			  rtp,
			  "key frame received [ssrc:%" PRIu32 ", seq:%" PRIu16 "]",`,
    replace: `		const int64_t nowMs = this->shared->GetTimeMs();

		for (auto* largerStream : this->rtpStreamByEncodingIdx)
		{
			if (largerStream && largerStream->GetEncodingIdx() > rtpStream->GetEncodingIdx())
			{
				largerStream->HandleSmallerLayer(nowMs);
			}
		}

		if (packet->IsKeyFrame())
		{
			MS_DEBUG_TAG(
			  rtp,
			  "key frame received [ssrc:%" PRIu32 ", seq:%" PRIu16 "]",`,
  },
];
