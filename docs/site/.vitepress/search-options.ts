/** How the local search ranks chapters, in the browser and in tests: options of MiniSearch. */
export const searchOptions = {
  fuzzy: 0.2,
  prefix: true,
  combineWith: 'AND',
  boost: { title: 4, text: 2, titles: 1 },
} as const;
