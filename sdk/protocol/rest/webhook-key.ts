const prefixed = /^whsec_((?:[a-zA-Z\d+/]{4})*(?:[a-zA-Z\d+/]{4}|[a-zA-Z\d+/]{3}=|[a-zA-Z\d+/]{2}==))$/;

/**
 * Returns the HMAC key of `webhook-signature`: the bytes encoded in `whsec_<base64>`; for any other secret its bytes in
 * UTF-8.
 *
 * @see https://www.standardwebhooks.com
 */
export function webhookKeyOf(secret: string): Uint8Array<ArrayBuffer> {
  const encoded = prefixed.exec(secret)?.[1];
  if (encoded === undefined) return new TextEncoder().encode(secret);
  return Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
}
