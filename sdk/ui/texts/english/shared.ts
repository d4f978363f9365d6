/** Texts that belong to no page: the title of the browser's tab, durations, lists. */
export const sharedTexts = {
  /** `number` of people who wait, and the page's own title. */
  documentTitle: '({number}) {title}',
  /** Between names that are listed; begins with U+200F (right-to-left mark) in languages of that direction. */
  listSeparator: ', ',
  /** Between parts of a sentence that are listed. */
  clauseSeparator: '; ',
  time: {
    underMinute: 'less than a minute',
    minutes: { '{count}': { one: '1 minute', other: '{count} minutes' } },
    hours: { '{count}': { one: '1 hour', other: '{count} hours' } },
  },
} as const;
