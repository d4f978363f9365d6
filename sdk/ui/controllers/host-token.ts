/**
 * Whether a token is that of a therapist or co-therapist. Used only to choose texts before the server has said so; no
 * decision depends on it.
 */
export function isHostToken(token: unknown): boolean {
  try {
    const [, payload = ''] = String(token).split('.');
    const claims: unknown = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')));
    const role = typeof claims === 'object' && claims !== null && 'role' in claims ? claims.role : null;
    return role === 'therapist' || role === 'cotherapist';
  } catch {
    return false;
  }
}
