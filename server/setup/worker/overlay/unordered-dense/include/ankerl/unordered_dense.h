// ankerl/unordered_dense.h isn't packaged by distributions. The worker needs its map, set and hash alone;
// abseil's flat tables serve, but for erase(iterator), which has to return the next iterator.
#pragma once

#include <absl/container/flat_hash_map.h>
#include <absl/container/flat_hash_set.h>
#include <absl/hash/hash.h>
#include <cstddef>
#include <cstdint>
#include <iterator>

namespace ankerl::unordered_dense
{
	template<typename T>
	struct hash
	{
		using is_avalanching = void;
		uint64_t operator()(const T& value) const
		{
			return absl::Hash<T>{}(value);
		}
	};

	template<typename Base>
	class table : public Base
	{
	public:
		using Base::Base;
		using Base::erase;

		typename Base::iterator erase(typename Base::iterator it)
		{
			auto next = std::next(it);
			Base::erase(it);
			return next;
		}
	};

	template<typename K, typename V, typename H = absl::container_internal::hash_default_hash<K>>
	using map = table<absl::flat_hash_map<K, V, H>>;

	template<typename K, typename H = absl::container_internal::hash_default_hash<K>>
	using set = table<absl::flat_hash_set<K, H>>;
} // namespace ankerl::unordered_dense
