const prefixed = /^whsec_((?:[a-zA-Z\d+/]{4})*(?:[a-zA-Z\d+/]{4}|[a-zA-Z\d+/]{3}=|[a-zA-Z\d+/]{2}==))$/;

/**
 * The key of `webhook-signature`: what `whsec_<base64>` encodes, and of any other secret its bytes (UTF-8).
 *
 * @see https://www.standardwebhooks.com
 */
export function webhookKeyOf(secret: string): Uint8Array<ArrayBuffer> {
  const encoded = prefixed.exec(secret)?.[1];
  if (encoded === undefined) return new TextEncoder().encode(secret);
  return Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
}
