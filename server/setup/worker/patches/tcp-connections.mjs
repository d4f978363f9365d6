/** TCP connections to a media port that never become a transport's are closed. docs/worker.md has the reasons. */

/** @type {readonly import('./patch.mjs').Patch[]} */
export const tcpConnections = [
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
];
