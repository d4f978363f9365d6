#ifndef MS_RTC_LOSS_BEFORE_REPAIR_HPP
#define MS_RTC_LOSS_BEFORE_REPAIR_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace RTC
{
	/**
	 * The share of packets that were lost before they were sent again. A receiver that gets lost packets again (NACK) reports no
	 * loss, and a sender of Opus that hears of no loss stops adding in-band error correction: the line would have the one or the
	 * other, but not both.
	 *
	 * A small loss is assumed at any time: most losses come in short bursts, which are over before a sender that hears of them
	 * has added anything.
	 */
	class LossBeforeRepair
	{
	public:
		/**
		 * @param reported fraction lost of RFC 3550, in 256ths, after repair
		 * @param packets sent or received so far
		 * @param repaired of these, so far
		 * @returns the worst of the reported one, that before repair, and the assumed one
		 */
		uint8_t Worst(uint8_t reported, size_t packets, size_t repaired)
		{
			const size_t newPackets = packets - this->packets;

			if (newPackets >= MinPackets)
			{
				const size_t share = ((repaired - this->repaired) << 8) / newPackets;

				this->fraction = static_cast<uint8_t>(std::min(share, MaxFraction));
				this->packets  = packets;
				this->repaired = repaired;
			}

			return std::max({ reported, this->fraction, AssumedFraction });
		}

	private:
		/** A second of sound; a share of less says nothing. */
		static constexpr size_t MinPackets{ 50 };
		/**
		 * A tenth: enough for a sender to add error correction. Packets that overtake each other are asked for as well, and more would
		 * cost the voice bits for packets that were never lost.
		 */
		static constexpr size_t MaxFraction{ 26 };

		/** 1.2%: a sender rounds to percents, and adds error correction from 1% on. */
		static constexpr uint8_t AssumedFraction{ 3 };

		size_t packets{ 0 };
		size_t repaired{ 0 };
		uint8_t fraction{ 0 };
	};
} // namespace RTC

#endif
