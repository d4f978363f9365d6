/** Texts about slow connections: whose it is, and what the session does about it. */
export const lineTexts = {
  line: {
    /** While this person's own connection is bad; by what is left of the pictures of others. */
    own: {
      full: 'Your connection is not stable. Sound and pictures may stop for a moment.',
      smaller: 'Your connection is slow. Pictures are smaller so that sound stays clear.',
      some: 'Your connection is slow. Some pictures are paused so that sound stays clear. They come back by themselves.',
      none: 'Your connection is too slow for pictures. You hear everybody. Pictures come back by themselves.',
    },
    /** Only what this person sends arrives badly. */
    ownSending: 'Your connection is slow. The others may see and hear you badly.',
    /** After one of the texts above. */
    alsoSending: 'The others may see and hear you badly.',
    server: 'The server is busy. Sound and pictures may stop for a moment. Your connection is not the cause.',
    theirs: 'The connection of {name} is slow.',
    over: 'Sound and pictures get through well again.',
    /** In place of a picture that is not sent for now. */
    pausedPicture: 'picture paused',
    /** Why it is not. */
    pausedBecause: {
      'own-line': 'your connection is slow',
      server: 'the server is busy',
    },
  },
} as const;
