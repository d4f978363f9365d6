/** Events of the Session after which something that is shown may be another. */
export const shownChanges = [
  'participantUpdated',
  'trackSubscribed',
  'trackUnsubscribed',
  'trackUpdated',
  'localTrackUpdated',
  'activeSpeakersChanged',
  'connectionQualityChanged',
  'mediaDegradationChanged',
  'mediaFailed',
  'mediaRestored',
  'microphoneEchoChanged',
  'waitingParticipantUpdated',
  'roomUpdated',
  'checkInChanged',
  'placeChanged',
] as const;
