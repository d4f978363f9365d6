/** The texts of the pages behind personal links, in English. Everything else that people read there is the element's. */
export const pageMessages = {
  page: {
    /** Name of the page in the browser. */
    title: 'Session',
    opening: 'One moment …',
    tryAgain: 'Try again',
  },
  /** The link gives nothing: for whatever reason, which is not told. */
  invalid: {
    heading: 'This link does not work',
    why: 'The session may be over, or you may have been sent a newer link.',
    ask: 'Please ask the person who invited you for a new link.',
    device: 'Nothing is wrong with your device.',
  },
  unreachable: {
    heading: 'The session cannot be opened at the moment',
    try: 'Please check your internet connection, wait a moment, and try again.',
    tell: 'If it still does not work, tell the person who invited you.',
  },
  /** For a person who takes part in a series of sessions. */
  client: {
    heading: 'Your next session',
    /** `{time}`: a time of day, with the date if it is another day. */
    opens: 'You can go in from {time} on. This page then opens the session by itself.',
  },
  /** For therapists of a series of sessions. */
  host: {
    heading: 'Your sessions',
    next: 'Next session',
    start: 'Start the session',
    opens: 'You can start it from {time} on.',
    later: 'After that',
    checks: 'Who has done the check before the session',
    checked: 'Done on {time}',
    unchecked: 'Not yet',
    nobody: 'Nobody else takes part at the moment.',
  },
  session: {
    /** For a few seconds. */
    preparing: 'The session is being prepared. One moment.',
    skipped: 'Does not take place',
    /** `{time}`: the day. */
    skippedOn: 'There is no session on {time}.',
    /** `{time}`: the day and the time of day at which it was planned. */
    moved: 'Moved. It was planned for {time}.',
    /** The same time, where the clocks of the reader's device are other ones. `{zone}`: such as Central European Time. */
    otherZone: '{time} in another time zone: {zone}',
    noneHeading: 'No session is planned',
    none: 'There is no further session for you at the moment.',
    ask: 'If you expect one, please ask the person who invited you.',
  },
  check: {
    /** A button; the same words as in the lobby. */
    open: 'Check camera, microphone and connection',
    back: 'Back to the session',
  },
} as const;
export type PageMessages = typeof pageMessages;
