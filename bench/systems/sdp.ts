/** The part of SDP (RFC 8866, RFC 8829) that is needed to connect light clients to servers that use it. */
import { sctpPort } from '../clients/data-channels.ts';
import type { RemoteEnd } from '../clients/light-transport.ts';
import type { StreamKind } from '../clients/stream.ts';
import type { IceCredentials } from '../clients/stun.ts';
import type { Fingerprint } from './system.ts';

export interface LocalEnd {
  ice: IceCredentials;
  fingerprint: Fingerprint;
  address: string;
}

export interface Sending {
  kind: StreamKind;
  payloadType: number;
  ssrc: number;
  /** For servers that receive track ids outside the SDP. */
  trackId?: string;
}

const rtpMaps: Record<StreamKind, string> = { audio: 'opus/48000/2', video: 'VP8/90000' };
const newLine = '\r\n';

/** An offer to send one stream per section. The client is always the DTLS client. */
export function offerToSend(local: LocalEnd, streams: readonly Sending[]): string {
  const sections = streams.map(({ kind, payloadType, ssrc, trackId }, index) => [
    `m=${kind} 9 UDP/TLS/RTP/SAVPF ${payloadType}`,
    ...endLines(local, String(index)),
    'a=sendonly',
    ...(trackId === undefined ? [] : [`a=msid:- ${trackId}`]),
    `a=rtpmap:${payloadType} ${rtpMaps[kind]}`,
    `a=ssrc:${ssrc} cname:${local.ice.usernameFragment}`,
  ]);
  return compose(
    streams.map((_, index) => String(index)),
    sections,
  );
}

/** An answer that accepts everything offered, without any feedback. */
export function answerToReceive(local: LocalEnd, offer: string): string {
  const sections = sectionsOf(offer).map((section) => {
    const { mid, kind, payloadType } = describe(section);
    if (kind === 'application') return answerToDataChannels(local, mid);
    const [rtpMap] = new RegExp(`^a=rtpmap:${payloadType} .*$`, 'm').exec(section) ?? [];
    return [
      `m=${kind} 9 UDP/TLS/RTP/SAVPF ${payloadType}`,
      ...endLines(local, mid),
      'a=recvonly',
      ...(rtpMap ? [rtpMap.trim()] : []),
    ];
  });
  return compose(
    sectionsOf(offer).map((section) => describe(section).mid),
    sections,
  );
}

/** RFC 8841. */
function answerToDataChannels(local: LocalEnd, mid: string): string[] {
  return ['m=application 9 UDP/DTLS/SCTP webrtc-datachannel', ...endLines(local, mid), `a=sctp-port:${sctpPort}`];
}

/** Number of audio and video sections. */
export function mediaSectionsOf(sdp: string): number {
  return sectionsOf(sdp).filter((section) => /^m=(audio|video) /.test(section)).length;
}

/** The server's address, from its first UDP candidate over IPv4. */
export function remoteEndOf(sdp: string): RemoteEnd {
  const [, usernameFragment] = /^a=ice-ufrag:(\S+)/m.exec(sdp) ?? [];
  const [, password] = /^a=ice-pwd:(\S+)/m.exec(sdp) ?? [];
  const [, address, port] = /^a=candidate:\S+ 1 udp \d+ ([\d.]+) (\d+) typ host/im.exec(sdp) ?? [];
  if (!usernameFragment || !password || !address || !port) throw new Error('An SDP without a path to the server');
  const opensDataChannels = /^m=application /m.test(sdp);
  return { address, port: Number(port), ice: { usernameFragment, password }, opensDataChannels };
}

/** Payload types of the audio sections. */
export function audioPayloadTypesOf(sdp: string): number[] {
  return sectionsOf(sdp)
    .map(describe)
    .filter(({ kind }) => kind === 'audio')
    .map(({ payloadType }) => payloadType);
}

function sectionsOf(sdp: string): string[] {
  return sdp
    .split(/^m=/m)
    .slice(1)
    .map((section) => `m=${section}`);
}

function describe(section: string): { mid: string; kind: string; payloadType: number } {
  const [, kind = '', first = ''] = /^m=(\w+) \d+ \S+ (\S+)/.exec(section) ?? [];
  // Other codecs may be listed before the one that is sent here.
  const [, payloadType = first] = /^a=rtpmap:(\d+) (?:opus\/48000\/2|VP8\/90000)/im.exec(section) ?? [];
  return { kind, payloadType: Number(payloadType), mid: /^a=mid:(\S+)/m.exec(section)?.[1] ?? '' };
}

function endLines({ ice, fingerprint, address }: LocalEnd, mid: string): string[] {
  return [
    `c=IN IP4 ${address}`,
    `a=mid:${mid}`,
    'a=rtcp-mux',
    `a=ice-ufrag:${ice.usernameFragment}`,
    `a=ice-pwd:${ice.password}`,
    `a=fingerprint:${fingerprint.algorithm} ${fingerprint.value.toUpperCase()}`,
    'a=setup:active',
    // The server learns the real port from the first check (RFC 8445 7.3.1.3).
    `a=candidate:1 1 udp 2130706431 ${address} 9 typ host`,
    'a=end-of-candidates',
  ];
}

function compose(mids: readonly string[], sections: readonly string[][]): string {
  const session = ['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 't=0 0', `a=group:BUNDLE ${mids.join(' ')}`];
  return [...session, ...sections.flat(), ''].join(newLine);
}
