/** Texts about end-to-end encryption: the mark, its dialog, notices, the waiting room, the chat. */
export const encryptionTexts = {
  encryption: {
    on: 'Encrypted',
    off: 'Not encrypted',
    check: 'Please check',
    /** Accessible name of the mark; `state` is one of the three above. */
    mark: '{state}: about encryption',
    close: 'Close',
    /** Button of a notice that opens the dialog. */
    more: 'What this means',
    meaning: {
      on: 'Only the people in this session can see, hear and read each other. The service that connects them passes everything on and can’t open it.',
      off: 'Sound, pictures and messages are protected on their way to the service that connects you. The service itself could see, hear and read them.',
    },
    /** The same in a talk of two. */
    meaningOfTwo: {
      on: 'Only the two of you can see, hear and read each other here. The service that connects you passes everything on and can’t open it.',
      off: 'Sound, pictures and messages are protected on their way to the service that connects you two. The service itself could see, hear and read them.',
    },
    /**
     * Who can't encrypt, and when it is over.
     * @param names joined with commas
     */
    because: {
      '{count}': {
        one: 'Not encrypted: {names}’s browser can’t encrypt. When {names} leaves, encryption is back.',
        other: 'Not encrypted: the browsers of {names} can’t encrypt. When they leave, encryption is back.',
      },
    },
    /** This person is one of them. */
    becauseOwn:
      'Not encrypted: your browser can’t encrypt. You did nothing wrong. A current Chrome, Edge, Firefox or Safari can.',
    /** This person, and others too. */
    becauseOwnToo:
      'Not encrypted: your browser can’t encrypt, nor can the browsers of these people: {names}. You did nothing wrong. A current Chrome, Edge, Firefox or Safari can.',
    /** Encryption was not loaded or started on this page, though the browser can encrypt. */
    notStarted:
      'Not encrypted: encryption could not be started on this page. You did nothing wrong. Loading the page again often helps.',
    /** This person, and others whose browsers can't encrypt. */
    notStartedToo:
      'Not encrypted: encryption could not be started on this page, and the browsers of these people can’t encrypt: {names}. You did nothing wrong.',
    becauseUnknown: 'Not encrypted now: the browser of somebody in the session can’t encrypt.',
    /** In a talk of two. */
    becauseOther: 'Not encrypted here: {name}’s browser can’t encrypt.',
    /** In place of the name of a person who is not shown to this one. */
    somebody: 'somebody else',
    back: 'The session is encrypted again.',
    backHere: 'It is encrypted here.',
    code: {
      title: 'Compare the numbers',
      how: 'Read these numbers aloud. Everybody must see the same ones. If somebody sees others, the connection may be intercepted: end the session.',
      changes: 'They change when somebody comes, goes or loads the page again. Then compare them again.',
      changed: 'The numbers have changed. Please compare them again.',
      label: 'The numbers, in six groups',
      computing: 'The numbers are being worked out.',
      nobody: 'There is nobody here to compare numbers with. They appear when somebody else is here.',
      missing: 'There are no numbers to compare just now.',
      talk: 'The numbers are for the whole group. They appear when you are with the group.',
      circle: 'The circle is closed, so not everybody has the same numbers. They appear when it is open.',
    },
    problems: {
      'key-missing':
        'You can’t see or hear {name}, because the encryption key of {name} has not arrived. Ask {name} to load the page again; if that does not help, load yours again.',
      'identity-invalid':
        'The encryption of {name} could not be checked, so you can’t see or hear each other. Ask {name} to load the page again. If this continues, end the session and tell the people who run the service.',
      'people-differ':
        '{name} seems to see other people in this session than you do. Ask who is there, and compare the numbers. If they differ, the connection may be intercepted: end the session.',
    },
    /** The same for people who are not hosts. */
    problemsForOthers: {
      'key-missing':
        'You can’t see or hear {name}, because the encryption key of {name} has not arrived. You did nothing wrong. Loading the page again often helps; you may have to wait to be let in again.',
      'identity-invalid':
        'The encryption of {name} could not be checked, so you can’t see or hear each other. You did nothing wrong. Please tell your therapist.',
      'people-differ':
        '{name} seems to see other people in this session than you do. You did nothing wrong. Please tell your therapist, and compare the numbers together.',
    },
    /** The code that encrypts could not be loaded or started. */
    failed: 'Encryption could not be started on this page. Please load the page again.',
    /** Why nothing is sent or shown (`EncryptionInterruption`); shown while it lasts. */
    interruptions: {
      restarting:
        'Encryption has stopped on this page, and is being started again. Until then nobody can see or hear you, and you can’t see or hear the others.',
      ended:
        'Encryption has stopped working on this page, so nobody can see or hear you, and you can’t see or hear the others. Please load the page again.',
      refused:
        'The session is not encrypted just now, and this page sends and shows only what is encrypted. So you can’t see or hear the others, and some of them can’t see or hear you.',
    },
    worksAgain: 'Encryption works again.',
    /** At a person whose key has not arrived yet. */
    securing: 'connecting securely…',
    waiting: {
      required: 'This session is encrypted: only the people in it can see, hear and read each other.',
      preferred: 'This session is encrypted when the browsers of all people in it can do that.',
      talkOn: 'This talk is encrypted: only the two of you can see, hear and read each other.',
      talkOff: 'This talk is not encrypted, because one of the two browsers can’t do that.',
      /** To a person whose browser can't encrypt. */
      cannotEnter:
        'This session is encrypted, and this browser can’t do that. You can’t be let in with it. Please open your link in a current Chrome, Edge, Firefox or Safari.',
      isAsked:
        'This session is encrypted, and this browser can’t do that. A therapist is asked before you are let in. It helps to open your link in a current Chrome, Edge, Firefox or Safari.',
      /** Encryption was not loaded or started on this page. */
      notStarted:
        'This session is encrypted, and encryption could not be started on this page, so you can’t be let in yet. You did nothing wrong. Please load the page again. If that does not help, try another network or browser.',
      notStartedIsAsked:
        'This session is encrypted, and encryption could not be started on this page. A therapist is asked before you are let in. It often helps to load the page again.',
    },
    host: {
      mark: 'can’t encrypt',
      required:
        'This session has to be encrypted, so they can’t be let in with this browser. Their page says which ones can: a current Chrome, Edge, Firefox or Safari.',
      wouldEnd: 'You are asked before you let them in.',
    },
    question: 'Let {name} in without encryption?',
    questionBody:
      '{name}’s browser can’t encrypt. If you let {name} in, the session is not encrypted for anybody while {name} is there.',
    questionConfirm: 'Let in anyway',
    questionCancel: 'Not now',
    chat: {
      on: 'Messages are encrypted: only those they go to can read them.',
      off: 'Messages to everybody are not encrypted now.',
      unreadable: 'This message can’t be read on this device.',
      unreadableNote: 'They wrote what it is about, but it can’t be read on this device.',
      lineOff: 'not encrypted',
    },
  },
} as const;
