/** Texts about who sees and hears whom: what is announced, what has changed, and why nobody can be seen. */
export const seenTexts = {
  /** A host would like to speak with somebody alone, come to a group, or open the circle. */
  meeting: {
    seconds: '{number} s',
    asks: '{name} would like to speak with you alone.',
    begins: 'In {time} you will see and hear each other.',
    onlyIfYes: 'They will see and hear you only if you say yes.',
    /** The same in the group, where they see each other already. */
    apart: 'In {time} you two are alone; the group neither sees nor hears you then.',
    apartIfYes: 'You two are alone only if you say yes; the group neither sees nor hears you then.',
    ready: 'I am ready',
    yes: 'Yes',
    notNow: 'Not now',
    somebody: 'This person',
    told: '{name} has been told that you would like to speak alone.',
    toldBegins: 'It begins in {time}.',
    asked: '{name} has been asked whether they would like to speak with you alone.',
    takeBack: 'Take it back',
    /** The outcome, for the host. */
    refusal: {
      'not-now': '{name} would rather not speak alone now. You are not alone with each other.',
      'no-answer': '{name} did not answer. You are not alone with each other.',
    },
    askAgain: 'Ask again',
    close: 'Close',
    /** @param names of hosts and observers */
    arriving: '{names} will come to your group.',
    arrivingIn: 'They will see and hear you in {time}.',
    visiting: 'You will be in {group}. The people in it have been told.',
    visitingIn: 'You see and hear each other in {time}.',
    circle: 'The circle opens.',
    circleIn: {
      '{count}': {
        one: 'In {time} everybody will see and hear each other.',
        other: 'In {time} all {count} people will see and hear each other.',
      },
    },
  },
  /** Said when it changes who sees and hears whom. */
  seen: {
    entered: 'You are in the session.',
    byAll: 'The group can see and hear you.',
    byHosts: 'Only the therapists can see and hear you now.',
    byNobody: 'Sound and picture are paused: nobody sees or hears anybody now.',
    preview: 'You are alone with {name}. Only you two see and hear each other.',
    sideRoom: 'You are alone with {name}. The group neither sees nor hears you.',
    breakout: 'You are in {group}. Only those who are in it see and hear you.',
    backInGroup: 'You are back in the group. It can see and hear you again.',
    backInCircle: 'You are back in the group. Only the therapists can see and hear you.',
    backInWaiting: 'The talk is over. Nobody can see or hear you now.',
    paused: 'Sound and picture are paused while no therapist is here. Nobody sees or hears you now.',
    resumed: 'Sound and picture go on. Those who are here see and hear you again.',
    circleOpened: 'The circle is open. You and the others see and hear each other.',
    circleStaysClosed: 'The circle does not open now. Only the therapists can see and hear you.',
    meetingOver: 'You do not speak alone with {name} now. Nothing changes about who sees and hears you.',
    meetingOverInWaiting: 'You do not speak with {name} now. Nobody can see or hear you.',
    came: 'Here with you now, able to see and hear you: {names}.',
    went: 'No longer here with you: {names}.',
  },
  /** Why nobody else can be seen, or one person cannot. */
  elsewhere: {
    nobodyYet: 'Nobody else is here yet.',
    nobodyNow: 'Nobody else is here now.',
    noTherapist: 'No therapist is here now.',
    pairAway: '{one} is with {host}. You neither see nor hear each other for that time.',
    oneAway: '{name} is in another part of the session for a while.',
    severalAway: '{names} are in other parts of the session for a while.',
    inGroups: 'The others are in small groups.',
    aloneInGroup: 'Nobody else is in {group} now.',
    paused: 'Sound and picture are paused while no therapist is here.',
    inGroup: 'in {group}',
    withPerson: 'with {name}',
    pausedShort: 'sound and picture paused',
  },
} as const;
