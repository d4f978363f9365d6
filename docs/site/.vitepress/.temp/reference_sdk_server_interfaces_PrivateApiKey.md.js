import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: PrivateApiKey","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/server/interfaces/PrivateApiKey.md","filePath":"reference/sdk/server/interfaces/PrivateApiKey.md"}');
const _sfc_main = { name: "reference/sdk/server/interfaces/PrivateApiKey.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-privateapikey" tabindex="-1">Interface: PrivateApiKey <a class="header-anchor" href="#interface-privateapikey" aria-label="Permalink to &quot;Interface: PrivateApiKey&quot;">​</a></h1><p>The private key of a <code>publicKey</code> in the server&#39;s key file: the server has nothing that could sign tokens. Signs with EdDSA (RFC 8037) or ES256 (RFC 7518).</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><h3 id="id" tabindex="-1">id <a class="header-anchor" href="#id" aria-label="Permalink to &quot;id&quot;">​</a></h3><blockquote><p><strong>id</strong>: <code>string</code></p></blockquote><p>Id of the key at the server (<code>kid</code> and <code>iss</code> of the tokens).</p><hr><h3 id="privatekey" tabindex="-1">privateKey <a class="header-anchor" href="#privatekey" aria-label="Permalink to &quot;privateKey&quot;">​</a></h3><blockquote><p><strong>privateKey</strong>: <code>string</code> | <code>KeyObject</code></p></blockquote><p>Ed25519 or P-256, without a passphrase: PEM (PKCS #8, RFC 5958), or a KeyObject of <code>node:crypto</code>.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/server/interfaces/PrivateApiKey.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const PrivateApiKey = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  PrivateApiKey as default
};
