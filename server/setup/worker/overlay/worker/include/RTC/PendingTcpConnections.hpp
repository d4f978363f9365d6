#ifndef HEARTHROOM_PENDING_TCP_CONNECTIONS_HPP
#define HEARTHROOM_PENDING_TCP_CONNECTIONS_HPP

#include "common.hpp"
#include "RTC/TcpConnection.hpp"
#include "RTC/TransportTuple.hpp"
#include "SharedInterface.hpp"
#include "handles/TimerHandleInterface.hpp"
#include <list>
#include <memory>

namespace RTC
{
	// TCP connections to a server on which no ICE check of a transport was received yet. Anybody can open them, so their time and
	// their number are limited: the oldest is closed for a new one. A client sends its check in the round trip after it connected.
	class PendingTcpConnections : public TimerHandleInterface::Listener
	{
		static constexpr int64_t TimeoutMs{ 15000 };
		static constexpr int64_t SweepIntervalMs{ 1000 };
		static constexpr size_t MaxConnections{ 512 };

		struct Pending
		{
			RTC::TcpConnection* connection;
			int64_t acceptedAtMs;
		};

	public:
		explicit PendingTcpConnections(SharedInterface* shared)
		  : shared(shared), timer(shared->CreateTimer(this, "pending-tcp-connections"))
		{
			this->timer->Start(SweepIntervalMs, SweepIntervalMs);
		}
		PendingTcpConnections(const PendingTcpConnections&)            = delete;
		PendingTcpConnections& operator=(const PendingTcpConnections&) = delete;
		~PendingTcpConnections() override = default;

		void Add(RTC::TcpConnection* connection)
		{
			this->connections.push_back({ connection, this->shared->GetTimeMs() });

			if (this->connections.size() > MaxConnections)
			{
				CloseOldest();
			}
		}

		/**
		 * It is a transport's from now on, and closed with that; or it is closed.
		 */
		void Remove(const RTC::TransportTuple::TupleKey& key)
		{
			this->connections.remove_if([&key](const Pending& pending)
			                            { return KeyOf(pending.connection) == key; });
		}

		static RTC::TransportTuple::TupleKey KeyOf(const RTC::TcpConnection* connection)
		{
			return { RTC::TransportTuple::Protocol::TCP, connection, nullptr };
		}

		/* Pure virtual methods inherited from TimerHandleInterface::Listener. */
	public:
		void OnTimer(TimerHandleInterface* /*timer*/) override
		{
			const int64_t dueMs = this->shared->GetTimeMs() - TimeoutMs;

			while (!this->connections.empty() && this->connections.front().acceptedAtMs <= dueMs)
			{
				CloseOldest();
			}
		}

	private:
		void CloseOldest()
		{
			auto* connection = this->connections.front().connection;

			// First: closing it calls Remove().
			this->connections.pop_front();
			connection->TriggerClose();
		}

		SharedInterface* shared;
		std::unique_ptr<TimerHandleInterface> timer;
		std::list<Pending> connections;
	};
} // namespace RTC

#endif
