/** Data channels that some servers open to each client: accepted, and their messages ignored. */
import { type DtlsClient, RTCDtlsTransport, RTCIceGatherer, RTCIceTransport, RTCSctpTransport } from 'werift';

/** RFC 8841: both ends of a WebRTC association use this port. */
export const sctpPort = 5_000;

/** Accepts the server's SCTP association (RFC 8831) over an established DTLS connection. */
export async function acceptDataChannels(dtls: DtlsClient): Promise<void> {
  // These two never start: werift's SCTP transport requires them around the existing connection.
  const transport = new RTCDtlsTransport({}, new RTCIceTransport(new RTCIceGatherer()));
  transport.dtls = dtls;
  dtls.onData.subscribe((data) => transport.dataReceiver(data));
  const sctp = new RTCSctpTransport(sctpPort);
  sctp.setDtlsTransport(transport);
  await sctp.start(sctpPort);
}
