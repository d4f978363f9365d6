// AES-GCM for libsrtp by OpenSSL, through the interface that libsrtp has for it (srtp2/cipher.h). Debian builds libsrtp with
// NSS, which makes a whole new cipher for each packet; here the key stays set up, and a packet costs its IV and its bytes.
#include "srtp.h"

#include <openssl/evp.h>
#include <srtp2/cipher.h>

#include <cstring>
#include <initializer_list>
#include <new>

namespace
{
	constexpr int shortTagLen = 8;
	constexpr int tagLen      = 16;

	struct Gcm
	{
		srtp_cipher_t cipher{};
		EVP_CIPHER_CTX* context{ nullptr };
		const EVP_CIPHER* algorithm{ nullptr };
		int tagLen{ 0 };
	};

	Gcm* gcmOf(void* state)
	{
		return static_cast<Gcm*>(state);
	}

	srtp_err_status_t okIf(bool done)
	{
		return done ? srtp_err_status_ok : srtp_err_status_cipher_fail;
	}

	extern const srtp_cipher_type_t aes128Gcm;
	extern const srtp_cipher_type_t aes256Gcm;

	// `keyLen` counts the salt in.
	srtp_err_status_t allocate(srtp_cipher_t** cipher, int keyLen, int wantedTagLen)
	{
		const bool is128 = keyLen == SRTP_AES_GCM_128_KEY_LEN_WSALT;
		if (!is128 && keyLen != SRTP_AES_GCM_256_KEY_LEN_WSALT)
		{
			return srtp_err_status_bad_param;
		}
		if (wantedTagLen != shortTagLen && wantedTagLen != tagLen)
		{
			return srtp_err_status_bad_param;
		}
		auto* gcm     = new (std::nothrow) Gcm;
		auto* context = EVP_CIPHER_CTX_new();
		if (!gcm || !context)
		{
			delete gcm;
			EVP_CIPHER_CTX_free(context);
			return srtp_err_status_alloc_fail;
		}
		gcm->context          = context;
		gcm->algorithm        = is128 ? EVP_aes_128_gcm() : EVP_aes_256_gcm();
		gcm->tagLen           = wantedTagLen;
		gcm->cipher.type      = is128 ? &aes128Gcm : &aes256Gcm;
		gcm->cipher.algorithm = is128 ? SRTP_AES_GCM_128 : SRTP_AES_GCM_256;
		gcm->cipher.key_len   = keyLen;
		gcm->cipher.state     = gcm;
		*cipher               = &gcm->cipher;
		return srtp_err_status_ok;
	}

	srtp_err_status_t release(srtp_cipher_t* cipher)
	{
		auto* gcm = gcmOf(cipher->state);
		// Wipes the key.
		EVP_CIPHER_CTX_free(gcm->context);
		delete gcm;
		return srtp_err_status_ok;
	}

	srtp_err_status_t setKey(void* state, const uint8_t* key)
	{
		const auto* gcm = gcmOf(state);
		return okIf(
		  EVP_CIPHER_CTX_reset(gcm->context) &&
		  EVP_EncryptInit_ex(gcm->context, gcm->algorithm, nullptr, key, nullptr));
	}

	// RFC 7714: 12 bytes, which is OpenSSL's default too.
	srtp_err_status_t setIv(void* state, uint8_t* iv, srtp_cipher_direction_t direction)
	{
		const int isEncrypting = direction == srtp_direction_encrypt ? 1 : 0;
		return okIf(EVP_CipherInit_ex(gcmOf(state)->context, nullptr, nullptr, nullptr, iv, isEncrypting));
	}

	srtp_err_status_t addAad(void* state, const uint8_t* aad, uint32_t len)
	{
		int done = 0;
		return okIf(EVP_CipherUpdate(gcmOf(state)->context, nullptr, &done, aad, static_cast<int>(len)));
	}

	// In place. SRTCP that is only authenticated has nothing here, and no buffer.
	bool transform(EVP_CIPHER_CTX* context, uint8_t* data, unsigned int len)
	{
		int done = 0;
		return len == 0 || EVP_CipherUpdate(context, data, &done, data, static_cast<int>(len));
	}

	srtp_err_status_t encrypt(void* state, uint8_t* data, unsigned int* len)
	{
		return okIf(transform(gcmOf(state)->context, data, *len));
	}

	srtp_err_status_t takeTag(void* state, uint8_t* tag, uint32_t* len)
	{
		const auto* gcm = gcmOf(state);
		uint8_t rest[tagLen];
		int restLen = 0;
		*len        = static_cast<uint32_t>(gcm->tagLen);
		return okIf(
		  EVP_EncryptFinal_ex(gcm->context, rest, &restLen) &&
		  EVP_CIPHER_CTX_ctrl(gcm->context, EVP_CTRL_AEAD_GET_TAG, gcm->tagLen, tag));
	}

	// The tag follows the data, and `len` loses it.
	srtp_err_status_t decrypt(void* state, uint8_t* data, unsigned int* len)
	{
		const auto* gcm     = gcmOf(state);
		const auto trailing = static_cast<unsigned int>(gcm->tagLen);
		if (*len < trailing)
		{
			return srtp_err_status_bad_param;
		}
		*len -= trailing;
		if (
		  !EVP_CIPHER_CTX_ctrl(gcm->context, EVP_CTRL_AEAD_SET_TAG, gcm->tagLen, data + *len) ||
		  !transform(gcm->context, data, *len))
		{
			return srtp_err_status_cipher_fail;
		}
		uint8_t rest[tagLen];
		int restLen = 0;
		return EVP_DecryptFinal_ex(gcm->context, rest, &restLen) ? srtp_err_status_ok : srtp_err_status_auth_fail;
	}

	// RFC 7714, 16.1.1 and 16.2.1; libsrtp checks a cipher by it before it takes it, and then by its own.
	const uint8_t key[] = { 0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x0e, 0x0f,
		                      0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18, 0x19, 0x1a, 0x1b, 0x1c, 0x1d, 0x1e, 0x1f };
	uint8_t iv[]        = { 0x51, 0x75, 0x3c, 0x65, 0x80, 0xc2, 0x72, 0x6f, 0x20, 0x71, 0x84, 0x14 };
	const uint8_t aad[] = { 0x80, 0x40, 0xf1, 0x7b, 0x80, 0x41, 0xf8, 0xd3, 0x55, 0x01, 0xa0, 0xb2 };
	const uint8_t plain[] = { 0x47, 0x61, 0x6c, 0x6c, 0x69, 0x61, 0x20, 0x65, 0x73, 0x74, 0x20, 0x6f, 0x6d,
		                        0x6e, 0x69, 0x73, 0x20, 0x64, 0x69, 0x76, 0x69, 0x73, 0x61, 0x20, 0x69, 0x6e,
		                        0x20, 0x70, 0x61, 0x72, 0x74, 0x65, 0x73, 0x20, 0x74, 0x72, 0x65, 0x73 };
	const uint8_t by128[] = { 0xf2, 0x4d, 0xe3, 0xa3, 0xfb, 0x34, 0xde, 0x6c, 0xac, 0xba, 0x86, 0x1c, 0x9d, 0x7e,
		                        0x4b, 0xca, 0xbe, 0x63, 0x3b, 0xd5, 0x0d, 0x29, 0x4e, 0x6f, 0x42, 0xa5, 0xf4, 0x7a,
		                        0x51, 0xc7, 0xd1, 0x9b, 0x36, 0xde, 0x3a, 0xdf, 0x88, 0x33, 0x89, 0x9d, 0x7f, 0x27,
		                        0xbe, 0xb1, 0x6a, 0x91, 0x52, 0xcf, 0x76, 0x5e, 0xe4, 0x39, 0x0c, 0xce };
	const uint8_t by256[] = { 0x32, 0xb1, 0xde, 0x78, 0xa8, 0x22, 0xfe, 0x12, 0xef, 0x9f, 0x78, 0xfa, 0x33, 0x2e,
		                        0x33, 0xaa, 0xb1, 0x80, 0x12, 0x38, 0x9a, 0x58, 0xe2, 0xf3, 0xb5, 0x0b, 0x2a, 0x02,
		                        0x76, 0xff, 0xae, 0x0f, 0x1b, 0xa6, 0x37, 0x99, 0xb8, 0x7b, 0x7a, 0xa3, 0xdb, 0x36,
		                        0xdf, 0xff, 0xd6, 0xb0, 0xf9, 0xbb, 0x78, 0x78, 0xd7, 0xa7, 0x6c, 0x13 };

	const srtp_cipher_test_case_t test128{ SRTP_AES_GCM_128_KEY_LEN_WSALT,
		                                     key, iv, sizeof(plain), plain, sizeof(by128), by128, sizeof(aad), aad, tagLen, nullptr };
	const srtp_cipher_test_case_t test256{ SRTP_AES_GCM_256_KEY_LEN_WSALT,
		                                     key, iv, sizeof(plain), plain, sizeof(by256), by256, sizeof(aad), aad, tagLen, nullptr };

	constexpr srtp_cipher_type_t typeOf(const char* name, const srtp_cipher_test_case_t* test, srtp_cipher_type_id_t id)
	{
		return { allocate, release, setKey, addAad, encrypt, decrypt, setIv, takeTag, name, test, id };
	}

	const srtp_cipher_type_t aes128Gcm = typeOf("AES-128 GCM by OpenSSL", &test128, SRTP_AES_GCM_128);
	const srtp_cipher_type_t aes256Gcm = typeOf("AES-256 GCM by OpenSSL", &test256, SRTP_AES_GCM_256);

	// libsrtp's checks never try one: of a changed tag nothing may be believed.
	srtp_err_status_t checkForgery(const srtp_cipher_type_t& type)
	{
		srtp_cipher_t* cipher = nullptr;
		const auto& test      = *type.test_data;
		auto err              = type.alloc(&cipher, test.key_length_octets, test.tag_length_octets);
		if (err)
		{
			return err;
		}
		uint8_t forged[sizeof(by128)];
		unsigned int len = sizeof(forged);
		std::memcpy(forged, test.ciphertext, sizeof(forged));
		forged[sizeof(forged) - 1] ^= 1;
		err = type.init(cipher->state, test.key);
		err = err ? err : type.set_iv(cipher->state, test.idx, srtp_direction_decrypt);
		err = err ? err : type.set_aad(cipher->state, test.aad, sizeof(aad));
		err = err ? err : type.decrypt(cipher->state, forged, &len);
		type.dealloc(cipher);
		return err == srtp_err_status_auth_fail ? srtp_err_status_ok : srtp_err_status_algo_fail;
	}
} // namespace

srtp_err_status_t hearthroom_srtp_init()
{
	auto err = srtp_init();
	for (const auto* type : { &aes128Gcm, &aes256Gcm })
	{
		err = err ? err : srtp_replace_cipher_type(type, type->id);
		err = err ? err : checkForgery(*type);
	}
	return err;
}
