#ifndef MS_RTC_SILENT_LAYER_HPP
#define MS_RTC_SILENT_LAYER_HPP

#include <cstdint>

namespace RTC
{
	/**
	 * Whether a layer of a video has stopped while smaller ones still arrive. A browser stops the largest ones as soon as its
	 * line does not carry them, and their receivers see a picture that stands still until they get a smaller layer. Gaps in
	 * which no layer arrives (the line was cut, or the video paused) do not count: after them the same layer goes on.
	 */
	class SilentLayer
	{
	public:
		/** A packet of this layer with media has arrived. */
		void HandleMedia()
		{
			this->hasMedia        = true;
			this->lastSmallerAtMs = 0;
		}

		/**
		 * A packet of a smaller layer has arrived.
		 *
		 * @returns whether this layer is silent
		 */
		bool HandleSmallerLayer(int64_t nowMs)
		{
			if (this->lastSmallerAtMs == 0 || nowMs - this->lastSmallerAtMs > MaxIntervalMs)
			{
				this->smallerSinceMs = nowMs;
			}

			this->lastSmallerAtMs = nowMs;

			return this->hasMedia && nowMs - this->smallerSinceMs >= MinSilenceMs;
		}

	private:
		/** Between pictures; a camera in the dark has five a second. */
		static constexpr int64_t MaxIntervalMs{ 300 };
		/** A few of those intervals: one late picture is not the end of a layer. */
		static constexpr int64_t MinSilenceMs{ 500 };

		bool hasMedia{ false };
		/** Of smaller layers, since the last packet of this one; 0: none. */
		int64_t lastSmallerAtMs{ 0 };
		/** Beginning of their last uninterrupted sequence. */
		int64_t smallerSinceMs{ 0 };
	};
} // namespace RTC

#endif
