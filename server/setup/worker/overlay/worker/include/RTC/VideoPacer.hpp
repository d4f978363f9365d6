#ifndef HEARTHROOM_VIDEO_PACER_HPP
#define HEARTHROOM_VIDEO_PACER_HPP

#include "common.hpp"
#include "RTC/RTP/Packet.hpp"
#include "RTC/RTP/SharedPacket.hpp"
#include "SharedInterface.hpp"
#include "handles/TimerHandleInterface.hpp"
#include <algorithm>
#include <deque>
#include <memory>

namespace RTC
{
	/**
	 * Spreads video packets to one receiver over time while its line is narrow. A key frame that is sent at once fills the queue
	 * of the line, and sound that is sent meanwhile is late or lost. With this, video waits here, and sound never does.
	 * Retransmissions go before other video, since the decoder waits for them.
	 */
	class VideoPacer : public TimerHandleInterface::Listener
	{
		/** Relative to the estimate. */
		static constexpr double RateFactor{ 1.05 };
		/** From this estimate on a key frame of a small picture takes about 100 ms, and nothing is delayed. Bits per second. */
		static constexpr int64_t WideBps{ 900000 };
		/**
		 * What waits is sent at the rate at which all of it would take this long, if that is higher. That rate falls with the queue,
		 * so the last packet of a long one waits longer.
		 */
		static constexpr int64_t MaxDelayMs{ 700 };
		static constexpr int64_t MaxTimerMs{ 40 };
		/** What may leave at once after a pause. */
		static constexpr int64_t MaxBurstBytes{ 1500 };
		/** What was sent without waiting delays what follows at most by this. */
		static constexpr int64_t MaxDebtBytes{ 6000 };

		struct Waiting
		{
			RTC::RTP::SharedPacket packet;
			bool isRetransmission;
		};

	public:
		class Listener
		{
		public:
			virtual ~Listener() = default;

		public:
			virtual void OnVideoPacerSend(RTC::RTP::Packet* packet, bool isRetransmission) = 0;
		};

	public:
		VideoPacer(Listener* listener, SharedInterface* shared)
		  : listener(listener), shared(shared), timer(shared->CreateTimer(this, "video-pacer")),
		    refilledAtMs(shared->GetTimeMs())
		{
		}
		VideoPacer(const VideoPacer&)            = delete;
		VideoPacer& operator=(const VideoPacer&) = delete;
		~VideoPacer() override                   = default;

		static bool IsNeeded(int64_t estimateBps)
		{
			return estimateBps < WideBps;
		}

		/**
		 * Keeps a copy of a video packet and sends it later, if it has to wait.
		 *
		 * @returns false if it doesn't; the caller then sends it
		 */
		bool Delay(RTC::RTP::Packet* packet, bool isRetransmission, int64_t estimateBps)
		{
			if (this->isSending)
			{
				return false;
			}

			this->estimateBps = estimateBps;

			Refill();

			const bool isEmpty = IsEmpty();

			if (isEmpty && (this->budgetBytes > 0 || !IsNeeded(estimateBps)))
			{
				Spend(packet->GetLength());

				return false;
			}

			auto& queue = isRetransmission ? this->retransmissions : this->packets;

			queue.push_back({ RTC::RTP::SharedPacket(packet), isRetransmission });
			this->queuedBytes += static_cast<int64_t>(packet->GetLength());

			if (isEmpty)
			{
				StartTimer();
			}

			return true;
		}

		/** For a stream that was paused or closed: what waits of it is not sent. Retransmissions have an SSRC of their own. */
		void Drop(uint32_t ssrc)
		{
			for (auto* queue : { &this->retransmissions, &this->packets })
			{
				std::erase_if(
				  *queue,
				  [this, ssrc](const Waiting& waiting)
				  {
					  if (waiting.packet.GetPacket()->GetSsrc() != ssrc)
					  {
						  return false;
					  }

					  this->queuedBytes -= static_cast<int64_t>(waiting.packet.GetPacket()->GetLength());

					  return true;
				  });
			}
		}

		/** Nothing of what waits is sent. */
		void Clear()
		{
			this->retransmissions.clear();
			this->packets.clear();
			this->queuedBytes = 0;
		}

		/* Pure virtual methods inherited from TimerHandleInterface::Listener. */
	public:
		void OnTimer(TimerHandleInterface* /*timer*/) override
		{
			Refill();

			while (this->budgetBytes > 0)
			{
				auto& queue = this->retransmissions.empty() ? this->packets : this->retransmissions;

				if (queue.empty())
				{
					return;
				}

				const Waiting next = queue.front();
				auto* packet       = next.packet.GetPacket();

				queue.pop_front();
				this->queuedBytes -= static_cast<int64_t>(packet->GetLength());
				Spend(packet->GetLength());

				this->isSending = true;
				this->listener->OnVideoPacerSend(packet, next.isRetransmission);
				this->isSending = false;
			}

			if (!IsEmpty())
			{
				StartTimer();
			}
		}

	private:
		bool IsEmpty() const
		{
			return this->retransmissions.empty() && this->packets.empty();
		}

		/** Bits per second. */
		int64_t Rate() const
		{
			return std::max(
			  static_cast<int64_t>(static_cast<double>(this->estimateBps) * RateFactor),
			  this->queuedBytes * 8 * 1000 / MaxDelayMs);
		}

		void Refill()
		{
			const int64_t nowMs = this->shared->GetTimeMs();
			// A longer time fills the budget in any case.
			const int64_t elapsedMs = std::min<int64_t>(nowMs - this->refilledAtMs, 1000);

			this->refilledAtMs = nowMs;
			this->budgetBytes += Rate() * elapsedMs / 8000;

			// While packets wait, a timer that was late doesn't lower the rate: the queue would grow on a busy machine.
			if (IsEmpty())
			{
				this->budgetBytes = std::min(MaxBurstBytes, this->budgetBytes);
			}
		}

		void Spend(size_t bytes)
		{
			this->budgetBytes = std::max(-MaxDebtBytes, this->budgetBytes - static_cast<int64_t>(bytes));
		}

		/** Until the budget is above zero. */
		void StartTimer()
		{
			const int64_t ms = ((1 - this->budgetBytes) * 8000 / std::max<int64_t>(Rate(), 1)) + 1;

			this->timer->Start(std::clamp<int64_t>(ms, 1, MaxTimerMs));
		}

	private:
		Listener* listener;
		SharedInterface* shared;
		std::unique_ptr<TimerHandleInterface> timer;
		std::deque<Waiting> retransmissions;
		std::deque<Waiting> packets;
		int64_t queuedBytes{ 0 };
		int64_t estimateBps{ 0 };
		int64_t budgetBytes{ MaxBurstBytes };
		int64_t refilledAtMs;
		bool isSending{ false };
	};
} // namespace RTC

#endif
