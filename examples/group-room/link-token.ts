const storageKey = 'hearthroom.token';

/**
 * The access token of a link that ends in `#token=…`. It is taken out of the address bar, so that nobody copies it by accident, and
 * kept for this tab alone, so that a reload works. '' when there is none.
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
    // Storage is forbidden: the link works, and has to be opened again after a reload.
  }
}

function stored(): string {
  try {
    return sessionStorage.getItem(storageKey) ?? '';
  } catch {
    return '';
  }
}
