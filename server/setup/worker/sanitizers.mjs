/**
 * The worker of `npm run test:sanitizers`. It reports errors of memory (AddressSanitizer), undefined behaviour
 * (UndefinedBehaviorSanitizer), failed assertions and leaks, and takes several times the CPU time. docs/worker.md has the rest.
 */
import { join } from 'node:path';
import { patches } from './patches/index.mjs';

/** A worker ends with _Exit(), and the sanitizers look for leaks in exit(). @type {readonly import('./patches/patch.mjs').Patch[]} */
const leakCheck = [
  {
    file: 'src/main.cpp',
    find: '#include <cstdlib> // std::_Exit()\n',
    replace: '#include <cstdlib> // std::_Exit()\n#include <sanitizer/lsan_interface.h>\n',
  },
  {
    file: 'src/main.cpp',
    find: '	std::_Exit(statusCode);\n',
    replace: '	__lsan_do_leak_check();\n	std::_Exit(statusCode);\n',
  },
];

/** Frame pointers and line tables are for the stacks of reports. */
export const sanitizedCompiling = ['-g1', '-fno-omit-frame-pointer'];
/** GCC's libraries. Shared, that of undefined behaviour writes to standard error, which the server doesn't read, instead of a file. */
export const sanitizedLinking = ['-static-libasan', '-static-libubsan'];

/** @type {import('./recipe.mjs').Variant} */
export const sanitized = {
  patches: [...patches, ...leakCheck],
  mesonOptions: [
    '-Ddebug=true',
    // Compiles in less time than -O2, and removes less undefined behaviour before it is seen.
    '-Doptimization=1',
    '-Db_sanitize=address,undefined',
    '-Db_lundef=false',
    // The C++ library checks bounds of vectors and spans.
    `-Dcpp_args=${sanitizedCompiling.join(' ')} -D_GLIBCXX_ASSERTIONS`,
    `-Dc_args=${sanitizedCompiling.join(' ')}`,
    `-Dcpp_link_args=${sanitizedLinking.join(' ')}`,
    '--wrap-mode=nodownload',
  ],
};

/**
 * Settings of the sanitizers, which the server passes on to its workers.
 *
 * @param {string} folder where each process that has something to report writes files
 */
export function sanitizerEnvironment(folder) {
  const options = {
    // Files of their own: the two libraries would overwrite each other's reports.
    ASAN_OPTIONS: {
      log_path: join(folder, 'address'),
      detect_leaks: 1,
      detect_stack_use_after_return: 1,
      check_initialization_order: 1,
      strict_init_order: 1,
      handle_abort: 1,
    },
    UBSAN_OPTIONS: { log_path: join(folder, 'undefined'), print_stacktrace: 1 },
  };
  return Object.fromEntries(
    Object.entries(options).map(([name, values]) => [
      name,
      Object.entries(values)
        .map(([key, value]) => `${key}=${value}`)
        .join(':'),
    ]),
  );
}
