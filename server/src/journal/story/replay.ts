/**
 * Replays the records of two seats, to find out at each moment why one of them did not receive a track of the other.
 */

import type { TrackSource } from '@hearthroom/sdk/protocol';
import type { Direction, MediaEvent } from '../../core/events/media-events.ts';
import type { JournalRecord } from '../records.ts';
import {
  muterText,
  type NameSeat,
  nameRule,
  pauseTexts,
  ruleTexts,
  stageTexts,
  trackEndingTexts,
  trackOf,
} from './story-words.ts';

/** `media`: of the listener or the speaker. Stable codes, part of the API. */
export type Cause =
  | `${'listener' | 'speaker'}-${'no-media' | 'not-connected' | 'unreachable' | 'lost'}`
  | 'not-published'
  | 'track-ended'
  | 'muted'
  | `withheld-${string}`
  | 'undecodable'
  | 'not-recorded'
  | 'not-requested'
  | `paused-${string}`
  | 'records-missing';

export interface Reason {
  cause: Cause;
  text: string;
}

export interface Question {
  listener: string;
  speaker: string;
  source: TrackSource;
}

type PathState =
  | 'unknown'
  | 'none'
  | 'connecting'
  | 'connected'
  | 'lost'
  | Extract<MediaEvent, { what: 'path.failed' }>['stage'];
type TrackState = 'unknown' | 'none' | 'on' | Extract<MediaEvent, { what: 'track.muted' | 'track.ended' }>;
type PairState = 'unknown' | 'none' | Extract<MediaEvent, { from: string }>;

/** The relevant paths: the listener's receiving and the speaker's sending one. */
const wanted = { listener: 'receive', speaker: 'send' } as const satisfies Record<string, Direction>;
type Side = keyof typeof wanted;

export class Replay {
  readonly #question: Question;
  readonly #name: NameSeat;
  readonly #paths: Record<Side, PathState> = { listener: 'unknown', speaker: 'unknown' };
  #track: TrackState = 'unknown';
  #pair: PairState = 'unknown';

  constructor(question: Question, name: NameSeat) {
    this.#question = question;
    this.#name = name;
  }

  /** Is there enough recorded so far to say that nothing prevented reception? */
  get isCertain(): boolean {
    const { listener, speaker } = this.#paths;
    return ![listener, speaker, this.#track, this.#pair].includes('unknown');
  }

  apply(event: JournalRecord['event']): void {
    if (event.what === 'journal.started') this.#reset('none');
    else if (event.what === 'journal.gap' || event.what === 'journal.unreadable') this.#reset('unknown');
    else if (event.what === 'journal.stopped') this.#reset('none');
    else if (event.what !== 'journal.clock-stepped') this.#applyMedia(event);
  }

  /** The first known reason, from the listener's path to what their client asked for; null: none is known. */
  get reason(): Reason | null {
    return (
      this.#pathReason('listener') ??
      this.#pathReason('speaker') ??
      this.#trackReason() ??
      this.#withheldReason() ??
      this.#mutedReason() ??
      this.#pairReason()
    );
  }

  #reset(state: 'none' | 'unknown'): void {
    this.#paths.listener = state;
    this.#paths.speaker = state;
    this.#track = state;
    this.#pair = state;
  }

  #applyMedia(event: MediaEvent): void {
    const { listener, speaker, source } = this.#question;
    if ('from' in event) {
      if (event.seatId === listener && event.from === speaker && event.source === source) this.#pair = event;
      return;
    }
    if ('source' in event) {
      if (event.seatId === speaker && event.source === source) this.#applyTrack(event);
      return;
    }
    for (const side of ['listener', 'speaker'] as const) {
      if (event.seatId === this.#question[side]) this.#applySeat(side, event);
    }
  }

  #applyTrack(event: Extract<MediaEvent, { what: `track.${string}` }>): void {
    if (event.what === 'track.published') {
      const { seatId, source } = event;
      this.#track = event.muted ? { what: 'track.muted', seatId, source, by: 'self' } : 'on';
      this.#pair = 'none';
    } else this.#track = event.what === 'track.unmuted' ? 'on' : event;
  }

  #applySeat(side: Side, event: Exclude<MediaEvent, { source: TrackSource }>): void {
    if ('direction' in event) {
      if (event.direction !== wanted[side]) return;
      this.#paths[side] = pathAfter(event);
      return;
    }
    const isOpened = event.what === 'media.opened';
    this.#paths[side] = isOpened ? 'connecting' : 'none';
    if (side === 'listener') this.#pair = 'none';
    else if (this.#track === 'unknown' || isOpened) this.#track = 'none';
  }

  #pathReason(side: Side): Reason | null {
    const who = this.#name(this.#question[side]);
    const state = this.#paths[side];
    switch (state) {
      case 'unknown':
      case 'connected':
        return null;
      case 'none':
        return { cause: `${side}-no-media`, text: `${who} had no media` };
      case 'connecting':
        return { cause: `${side}-not-connected`, text: `${who}'s media was not connected yet` };
      case 'lost':
        return { cause: `${side}-lost`, text: `${who}'s media was lost: nothing came from the client any more` };
      case 'ice':
      case 'dtls':
        return { cause: `${side}-unreachable`, text: `${who}'s media did not connect: ${stageTexts[state]}` };
    }
  }

  #trackReason(): Reason | null {
    const { speaker, source } = this.#question;
    const what = trackOf(this.#name(speaker), source);
    if (this.#track === 'none') return { cause: 'not-published', text: `${what} was not published` };
    if (typeof this.#track === 'string' || this.#track.what !== 'track.ended') return null;
    return { cause: 'track-ended', text: `${what} had ended: ${trackEndingTexts[this.#track.cause]}` };
  }

  #withheldReason(): Reason | null {
    if (typeof this.#pair === 'string' || this.#pair.what !== 'consumer.withheld') return null;
    const rule = nameRule(this.#pair.rule);
    return { cause: `withheld-${rule}`, text: `${ruleTexts[this.#pair.rule]} (rule ${rule})` };
  }

  #mutedReason(): Reason | null {
    if (typeof this.#track === 'string' || this.#track.what !== 'track.muted') return null;
    const who = this.#name(this.#question.speaker);
    return {
      cause: 'muted',
      text: `${trackOf(who, this.#question.source)} was muted ${muterText(this.#track.by, who)}`,
    };
  }

  #pairReason(): Reason | null {
    const who = this.#name(this.#question.listener);
    if (this.#pair === 'unknown') return null;
    if (this.#pair === 'none')
      return { cause: 'not-recorded', text: 'it was not offered yet, or one is a client and the other an observer' };
    if (this.#pair.what === 'consumer.opened')
      return { cause: 'not-requested', text: `${who}'s client had not asked for it yet` };
    if (this.#pair.what === 'consumer.undecodable')
      return { cause: 'undecodable', text: `${who}'s browser cannot decode it` };
    if (this.#pair.what !== 'consumer.paused') return null;
    return { cause: `paused-${this.#pair.cause}`, text: pauseTexts[this.#pair.cause] };
  }
}

function pathAfter(event: Extract<MediaEvent, { direction: Direction }>): PathState {
  switch (event.what) {
    case 'path.failed':
      return event.stage;
    case 'path.lost':
      return 'lost';
    default:
      return 'connected';
  }
}
