// Has one fault of each kind that sanitizers report, to see whether the reports arrive: deliberate-faults.mjs.
#include <climits>
#include <cstdlib>
#include <cstring>
#include <sanitizer/lsan_interface.h>

namespace
{
	char* volatile newest{ nullptr };

	// Many: a copy of one pointer may be left on the stack, where it counts as a use.
	__attribute__((noinline)) void Leak()
	{
		for (int i{ 0 }; i < 100; ++i)
		{
			newest = static_cast<char*>(std::malloc(10));
		}

		newest = nullptr;
	}

	__attribute__((noinline)) int ReadFreed()
	{
		newest = static_cast<char*>(std::malloc(10));
		std::free(newest);

		return newest[0];
	}

	__attribute__((noinline)) int Overflow(int number)
	{
		return number + 1;
	}
} // namespace

int main(int argc, char* argv[])
{
	const char* fault = argc > 1 ? argv[1] : "";

	if (std::strcmp(fault, "leak") == 0)
	{
		Leak();
		__lsan_do_leak_check();
	}
	else if (std::strcmp(fault, "address") == 0)
	{
		newest = nullptr;

		return ReadFreed();
	}
	else if (std::strcmp(fault, "undefined") == 0)
	{
		return Overflow(INT_MAX) == 0;
	}

	std::_Exit(0);
}
