#ifndef MS_RTC_RETRANSMISSION_BUDGET_HPP
#define MS_RTC_RETRANSMISSION_BUDGET_HPP

#include <algorithm>
#include <cstddef>

namespace RTC
{
	/**
	 * Limits how much of a stream is sent again: half of what was sent, with a reserve. Receivers ask for each lost packet up to ten
	 * times, once in each round trip time. On a line that becomes too narrow the queue raises that time from 5 to 250 ms before
	 * either end has measured it, and without a limit the repeats take many times what the line carries. (WebRTC's sender has
	 * a limit of the same purpose, RateLimiter for retransmissions.)
	 *
	 * A gap that is too large for it can be closed with a key frame: see TakeLargeGap.
	 */
	class RetransmissionBudget
	{
	public:
		/** @param bytes of a packet that was sent for the first time */
		void Earn(size_t bytes)
		{
			this->available = std::min(this->available + (bytes / 2), MaxBytes);
		}

		/** @returns whether a packet of so many bytes may be sent again; if so, it counts as sent */
		bool Spend(size_t bytes)
		{
			if (bytes > this->available)
			{
				return false;
			}

			this->available -= bytes;

			return true;
		}

		/** A requested packet was never sent again, and is not now. */
		void Miss()
		{
			++this->missed;
		}

		/**
		 * Called after each NACK. A receiver that lost so much shows no picture until it gives up on these packets, after seconds,
		 * although a key frame would be smaller.
		 *
		 * @returns whether it requested many packets that it will not get
		 */
		bool TakeLargeGap()
		{
			const bool isLarge = this->missed >= MinLargeGap;

			this->missed = 0;

			return isLarge;
		}

	private:
		/** The packets of one large key frame, or five seconds of sound. */
		static constexpr size_t MaxBytes{ 25000 };
		/** Packets. A few may yet come with the next repeats. */
		static constexpr size_t MinLargeGap{ 10 };

		size_t available{ MaxBytes };
		size_t missed{ 0 };
	};
} // namespace RTC

#endif
