/** Data channels as some servers open them to each client: they are taken, and whatever comes by them is left unread. */
import { type DtlsClient, RTCDtlsTransport, RTCIceGatherer, RTCIceTransport, RTCSctpTransport } from 'werift';

/** RFC 8841: both ends of a WebRTC association use this one. */
export const sctpPort = 5_000;

/** Answers the server's SCTP (RFC 8831) over a DTLS connection that stands. */
export async function acceptDataChannels(dtls: DtlsClient): Promise<void> {
  // These two never run: SCTP wants them as the frame of the connection that is there already.
  const transport = new RTCDtlsTransport({}, new RTCIceTransport(new RTCIceGatherer()));
  transport.dtls = dtls;
  dtls.onData.subscribe((data) => transport.dataReceiver(data));
  const sctp = new RTCSctpTransport(sctpPort);
  sctp.setDtlsTransport(transport);
  await sctp.start(sctpPort);
}
