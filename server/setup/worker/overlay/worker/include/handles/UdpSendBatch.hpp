#ifndef HEARTHROOM_UDP_SEND_BATCH_HPP
#define HEARTHROOM_UDP_SEND_BATCH_HPP

#include "handles/UdpSocketHandle.hpp"

#ifdef __linux__

#include <netinet/in.h>
#include <sys/socket.h>
#include <cstring>
#include <utility>

// The copies of one packet leave in one sendmmsg(2), not in a system call each. What is sent while a Scope is open is collected
// and leaves when it closes, in the same order and within the same turn of the loop.
class UdpSendBatch
{
	using onSendCallback = UdpSocketHandle::onSendCallback;

	static constexpr unsigned int MaxDatagrams{ 64 };
	static constexpr size_t MaxDatagramLen{ 1500 };

	struct Datagram
	{
		sockaddr_storage addr;
		iovec part;
		onSendCallback* cb;
		uint8_t data[MaxDatagramLen];
	};

public:
	class Scope
	{
	public:
		Scope()
		{
			++Mine().scopes;
		}
		Scope(const Scope&)            = delete;
		Scope& operator=(const Scope&) = delete;
		~Scope()
		{
			if (--Mine().scopes == 0)
			{
				Mine().Flush();
			}
		}
	};

	/**
	 * Copies the datagram and its address, and takes cb over. False when nothing is collected: then the caller sends it.
	 */
	static bool Add(
	  UdpSocketHandle* socket, const uint8_t* data, size_t len, const struct sockaddr* addr, onSendCallback* cb)
	{
		return Mine().Collect(socket, data, len, addr, cb);
	}

	/**
	 * For a socket that closes: what it still has here isn't sent.
	 */
	static void Drop(const UdpSocketHandle* socket)
	{
		auto& mine = Mine();

		if (mine.socket != socket)
		{
			return;
		}

		const Flushing flushing(mine);
		const unsigned int total = std::exchange(mine.count, 0);

		mine.socket = nullptr;

		for (unsigned int i{ 0 }; i < total; ++i)
		{
			Tell(mine.datagrams[i], false);
		}
	}

private:
	// While it lasts nothing is collected: what a callback sends goes at once.
	class Flushing
	{
	public:
		explicit Flushing(UdpSendBatch& batch) : batch(batch), before(std::exchange(batch.flushing, true))
		{
		}
		Flushing(const Flushing&)            = delete;
		Flushing& operator=(const Flushing&) = delete;
		~Flushing()
		{
			this->batch.flushing = this->before;
		}

	private:
		UdpSendBatch& batch;
		const bool before;
	};

	static UdpSendBatch& Mine()
	{
		static thread_local UdpSendBatch batch;

		return batch;
	}

	static void Tell(const Datagram& datagram, bool sent)
	{
		if (datagram.cb)
		{
			(*datagram.cb)(sent);
			delete datagram.cb;
		}
	}

	bool Collect(
	  UdpSocketHandle* socket, const uint8_t* data, size_t len, const struct sockaddr* addr, onSendCallback* cb)
	{
		if (this->scopes == 0 || this->flushing)
		{
			return false;
		}

		const bool fits = len <= MaxDatagramLen;

		if (!fits || socket != this->socket || this->count == MaxDatagrams)
		{
			Flush();
			this->socket = socket;
		}

		// Those before it have left: the order holds.
		if (!fits)
		{
			return false;
		}

		const socklen_t addrLen = addr->sa_family == AF_INET6 ? sizeof(sockaddr_in6) : sizeof(sockaddr_in);
		auto& datagram          = this->datagrams[this->count];
		auto& header            = this->messages[this->count].msg_hdr;

		std::memcpy(&datagram.addr, addr, addrLen);
		std::memcpy(datagram.data, data, len);
		datagram.part      = { datagram.data, len };
		datagram.cb        = cb;
		header.msg_name    = &datagram.addr;
		header.msg_namelen = addrLen;
		header.msg_iov     = &datagram.part;
		header.msg_iovlen  = 1;
		++this->count;

		return true;
	}

	void Flush()
	{
		const unsigned int total = std::exchange(this->count, 0);

		if (total == 0)
		{
			return;
		}

		const Flushing flushing(*this);
		const unsigned int sent = SendAtOnce(total);

		for (unsigned int i{ 0 }; i < sent; ++i)
		{
			this->socket->sentBytes += this->datagrams[i].part.iov_len;
		}

		// What the kernel didn't take goes by the worker's own way, which waits for the socket; before any callback sends more.
		for (unsigned int i{ sent }; i < total; ++i)
		{
			auto& datagram = this->datagrams[i];

			// Unless a callback closed the socket.
			if (this->socket)
			{
				this->socket->SendNow(
				  datagram.data, datagram.part.iov_len, reinterpret_cast<const sockaddr*>(&datagram.addr), datagram.cb);
			}
			else
			{
				Tell(datagram, false);
			}
		}

		for (unsigned int i{ 0 }; i < sent; ++i)
		{
			Tell(this->datagrams[i], true);
		}
	}

	// How many the kernel took, from the first on.
	unsigned int SendAtOnce(unsigned int total)
	{
		uv_os_fd_t fd;

		// What waits in the socket's queue comes first.
		if (
		  uv_udp_get_send_queue_count(this->socket->uvHandle) > 0 ||
		  uv_fileno(reinterpret_cast<uv_handle_t*>(this->socket->uvHandle), &fd) != 0)
		{
			return 0;
		}

		const int sent = sendmmsg(fd, this->messages, total, MSG_DONTWAIT);

		return sent > 0 ? static_cast<unsigned int>(sent) : 0;
	}

	unsigned int scopes{ 0 };
	bool flushing{ false };
	// The one that all collected are for.
	UdpSocketHandle* socket{ nullptr };
	unsigned int count{ 0 };
	mmsghdr messages[MaxDatagrams]{};
	Datagram datagrams[MaxDatagrams]{};
};

#else

// Elsewhere each is sent at once.
class UdpSendBatch
{
public:
	struct Scope
	{
		// Not trivial, or compilers call one unused.
		Scope()
		{
		}
	};

	template<typename... Datagram>
	static bool Add(Datagram...)
	{
		return false;
	}

	static void Drop(const UdpSocketHandle*)
	{
	}
};

#endif

#endif
