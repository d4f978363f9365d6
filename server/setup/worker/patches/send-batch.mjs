/** The copies of a packet are sent in one system call. docs/worker.md has the reasons. */

/** @type {readonly import('./patch.mjs').Patch[]} */
export const sendBatch = [
  // A packet's copies leave in one system call (overlay/worker/include/handles/UdpSendBatch.hpp): the router opens the batch,
  // the socket adds to it.
  {
    file: 'src/RTC/Router.cpp',
    find: '#include "RTC/WebRtcTransport.hpp"\n',
    replace: '#include "RTC/WebRtcTransport.hpp"\n#include "handles/UdpSendBatch.hpp"\n',
  },
  {
    file: 'src/RTC/Router.cpp',
    find: `			RTC::RTP::SharedPacket sharedPacket;

			for (auto* consumer : consumers)`,
    replace: `			RTC::RTP::SharedPacket sharedPacket;
			const UdpSendBatch::Scope batch;

			for (auto* consumer : consumers)`,
  },
  {
    file: 'include/handles/UdpSocketHandle.hpp',
    find: `private:
	void InternalClose();`,
    replace: `private:
	friend class UdpSendBatch;

	void SendNow(
	  const uint8_t* data, size_t len, const struct sockaddr* addr, UdpSocketHandle::onSendCallback* cb);
	void InternalClose();`,
  },
  {
    file: 'src/handles/UdpSocketHandle.cpp',
    find: '#include "handles/UdpSocketHandle.hpp"\n',
    replace: '#include "handles/UdpSocketHandle.hpp"\n#include "handles/UdpSendBatch.hpp"\n',
  },
  {
    file: 'src/handles/UdpSocketHandle.cpp',
    find: '	// First try uv_udp_try_send().',
    replace: `	if (!UdpSendBatch::Add(this, data, len, addr, cb))
	{
		SendNow(data, len, addr, cb);
	}
}

void UdpSocketHandle::SendNow(
  const uint8_t* data, size_t len, const struct sockaddr* addr, UdpSocketHandle::onSendCallback* cb)
{
	MS_TRACE();

	// First try uv_udp_try_send().`,
  },
  {
    file: 'src/handles/UdpSocketHandle.cpp',
    find: '	this->closed = true;\n',
    replace: '	this->closed = true;\n\n	UdpSendBatch::Drop(this);\n',
  },
];
