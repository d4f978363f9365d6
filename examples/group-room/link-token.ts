const storageKey = 'hearthroom.token';

/**
 * Returns the access token of a link that ends in `#token=…`; '' without one. Removes it from the address bar, so that
 * nobody copies it by accident, and stores it for this tab only, so that a reload works.
 */
export function takeLinkToken(): string {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token) {
    history.replaceState(null, '', location.pathname + location.search);
    store(token);
    return token;
  }
  return stored();
}

function store(token: string): void {
  try {
    sessionStorage.setItem(storageKey, token);
  } catch {
    // Storage is blocked: the link works, but must be opened again after a reload.
  }
}

function stored(): string {
  try {
    return sessionStorage.getItem(storageKey) ?? '';
  } catch {
    return '';
  }
}
