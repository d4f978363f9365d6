/** Changes what the server says about its transports, so that media of a page takes another path. */
import type { Page } from 'puppeteer';

/** @param rewrite gets and returns an SDP description of the server; applies to this document, and after a reload too */
export async function rewriteDescriptions(page: Page, rewrite: (sdp: string) => Promise<string>): Promise<void> {
  await page.exposeFunction('rewriteDescription', rewrite);
  await page.evaluateOnNewDocument(rewriteInPage);
  await page.evaluate(rewriteInPage);
}

/** Runs in the page. */
function rewriteInPage(): void {
  const { setRemoteDescription } = RTCPeerConnection.prototype;
  RTCPeerConnection.prototype.setRemoteDescription = async function (
    this: RTCPeerConnection,
    description: RTCSessionDescriptionInit,
  ) {
    const rewriteHere: (sdp: string) => Promise<string> = Reflect.get(globalThis, 'rewriteDescription');
    const sdp = await rewriteHere(description.sdp ?? '');
    await Reflect.apply(setRemoteDescription, this, [{ ...description, sdp }]);
  };
}
