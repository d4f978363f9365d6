/** Configures the element with the token of the link; in a real application getToken asks your backend. */
import '@hearthroom/sdk/ui';
import { takeLinkToken } from './link-token.ts';

let token = takeLinkToken();
const element = document.querySelector('hearthroom-session');
if (element) element.getToken = () => token;

// Another link opened in the same tab changes only the fragment, which does not load the page.
addEventListener('hashchange', () => {
  token = takeLinkToken();
  location.reload();
});
