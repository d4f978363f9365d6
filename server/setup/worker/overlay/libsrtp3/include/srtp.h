// libsrtp 3 as the media worker uses it (policies as objects, separate in and out buffers), over libsrtp 2.
// Only what src/RTC/SrtpSession.cpp and src/DepLibSRTP.cpp call. C++ alone: overloads stand beside the C functions.
#pragma once

#define srtp_policy_t srtp2_policy_t
#include <srtp2/srtp.h>
#undef srtp_policy_t

#include <climits>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>

// Codes with version 3's values, for the worker has a text for both; nothing here returns the second.
#ifdef HEARTHROOM_LACKS_srtp_err_status_buffer_small
inline constexpr auto srtp_err_status_buffer_small = static_cast<srtp_err_status_t>(28);
#endif
#ifdef HEARTHROOM_LACKS_srtp_err_status_cryptex_err
inline constexpr auto srtp_err_status_cryptex_err = static_cast<srtp_err_status_t>(29);
#endif

// srtp_init() with AES-GCM by OpenSSL (aes-gcm.cpp).
srtp_err_status_t hearthroom_srtp_init();

// SRTCP adds its index, four bytes, to the trailer.
inline constexpr size_t hearthroom_srtcp_room = SRTP_MAX_TRAILER_LEN + 4;

struct hearthroom_srtp_policy
{
	srtp2_policy_t policy{};
	uint8_t key[SRTP_MAX_KEY_LEN]{};
};

using srtp_policy_t = hearthroom_srtp_policy*;

inline srtp_err_status_t srtp_policy_create(srtp_policy_t* policy)
{
	*policy = new (std::nothrow) hearthroom_srtp_policy;
	return *policy ? srtp_err_status_ok : srtp_err_status_alloc_fail;
}

inline void srtp_policy_destroy(srtp_policy_t policy)
{
	if (policy)
	{
		// The key must not stay behind in freed memory; a plain memset could be optimised away.
		volatile uint8_t* key = policy->key;
		for (size_t i = 0; i < sizeof(policy->key); ++i)
		{
			key[i] = 0;
		}
	}
	delete policy;
}

inline srtp_err_status_t srtp_policy_set_ssrc(srtp_policy_t policy, srtp_ssrc_t ssrc)
{
	policy->policy.ssrc = ssrc;
	return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_profile(srtp_policy_t policy, srtp_profile_t profile)
{
	const auto err = srtp_crypto_policy_set_from_profile_for_rtp(&policy->policy.rtp, profile);
	return err ? err : srtp_crypto_policy_set_from_profile_for_rtcp(&policy->policy.rtcp, profile);
}

inline srtp_err_status_t srtp_policy_add_key(
  srtp_policy_t policy,
  const uint8_t* key,
  size_t keyLen,
  const uint8_t* salt,
  size_t saltLen,
  const uint8_t* /*mki*/,
  size_t mkiLen)
{
	if (keyLen + saltLen > sizeof(policy->key) || mkiLen != 0)
	{
		return srtp_err_status_bad_param;
	}
	std::memcpy(policy->key, key, keyLen);
	std::memcpy(policy->key + keyLen, salt, saltLen);
	policy->policy.key = policy->key;
	return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_allow_repeat_tx(srtp_policy_t policy, bool allow)
{
	policy->policy.allow_repeat_tx = allow ? 1 : 0;
	return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_window_size(srtp_policy_t policy, size_t size)
{
	policy->policy.window_size = size;
	return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_create(srtp_t* session, srtp_policy_t policy)
{
	return srtp_create(session, static_cast<const srtp2_policy_t*>(&policy->policy));
}

inline srtp_err_status_t srtp_stream_remove(srtp_t session, uint32_t ssrcInNetworkOrder)
{
	return srtp_remove_stream(session, ssrcInNetworkOrder);
}

// Version 2 works in place: copy where the caller wants the result, then work there. `room` is what the packet may grow by.
template<typename Transform>
inline srtp_err_status_t hearthroom_srtp_transform(
  const uint8_t* in, size_t inLen, uint8_t* out, size_t* outLen, size_t room, Transform transform)
{
	if (inLen > INT_MAX - room || inLen + room > *outLen)
	{
		return srtp_err_status_buffer_small;
	}
	if (in != out)
	{
		std::memcpy(out, in, inLen);
	}
	int len        = static_cast<int>(inLen);
	const auto err = transform(out, &len);
	if (!err)
	{
		*outLen = static_cast<size_t>(len);
	}
	return err;
}

inline srtp_err_status_t srtp_protect(
  srtp_t session, const uint8_t* rtp, size_t rtpLen, uint8_t* srtp, size_t* srtpLen, size_t /*mkiIndex*/)
{
	return hearthroom_srtp_transform(
	  rtp,
	  rtpLen,
	  srtp,
	  srtpLen,
	  SRTP_MAX_TRAILER_LEN,
	  [session](uint8_t* data, int* len)
	  {
		  return srtp_protect(session, static_cast<void*>(data), len);
	  });
}

inline srtp_err_status_t srtp_unprotect(
  srtp_t session, const uint8_t* srtp, size_t srtpLen, uint8_t* rtp, size_t* rtpLen)
{
	return hearthroom_srtp_transform(
	  srtp,
	  srtpLen,
	  rtp,
	  rtpLen,
	  0,
	  [session](uint8_t* data, int* len)
	  {
		  return srtp_unprotect(session, static_cast<void*>(data), len);
	  });
}

inline srtp_err_status_t srtp_protect_rtcp(
  srtp_t session, const uint8_t* rtcp, size_t rtcpLen, uint8_t* srtcp, size_t* srtcpLen, size_t /*mkiIndex*/)
{
	return hearthroom_srtp_transform(
	  rtcp,
	  rtcpLen,
	  srtcp,
	  srtcpLen,
	  hearthroom_srtcp_room,
	  [session](uint8_t* data, int* len)
	  {
		  return srtp_protect_rtcp(session, static_cast<void*>(data), len);
	  });
}

inline srtp_err_status_t srtp_unprotect_rtcp(
  srtp_t session, const uint8_t* srtcp, size_t srtcpLen, uint8_t* rtcp, size_t* rtcpLen)
{
	return hearthroom_srtp_transform(
	  srtcp,
	  srtcpLen,
	  rtcp,
	  rtcpLen,
	  0,
	  [session](uint8_t* data, int* len)
	  {
		  return srtp_unprotect_rtcp(session, static_cast<void*>(data), len);
	  });
}
