/** What the build on Debian needs. docs/worker.md has the reasons. */

/** @type {readonly import('./patch.mjs').Patch[]} */
export const build = [
  {
    // Debian 12's meson is 1.0.1, and enough.
    file: 'meson.build',
    find: "meson_version: '>= 1.1.0',",
    replace: "meson_version: '>= 1.0.0',",
  },
];
