import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: SecretApiKey","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/server/interfaces/SecretApiKey.md","filePath":"reference/sdk/server/interfaces/SecretApiKey.md"}');
const _sfc_main = { name: "reference/sdk/server/interfaces/SecretApiKey.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-secretapikey" tabindex="-1">Interface: SecretApiKey <a class="header-anchor" href="#interface-secretapikey" aria-label="Permalink to &quot;Interface: SecretApiKey&quot;">​</a></h1><p>A shared secret: one of the server&#39;s HEARTHROOM_KEYS, or a <code>secret</code> in its key file. Signs with HS256 (RFC 7518).</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><h3 id="id" tabindex="-1">id <a class="header-anchor" href="#id" aria-label="Permalink to &quot;id&quot;">​</a></h3><blockquote><p><strong>id</strong>: <code>string</code></p></blockquote><p>Id of the key at the server (<code>kid</code> and <code>iss</code> of the tokens).</p><hr><h3 id="secret" tabindex="-1">secret <a class="header-anchor" href="#secret" aria-label="Permalink to &quot;secret&quot;">​</a></h3><blockquote><p><strong>secret</strong>: <code>string</code></p></blockquote><p>At least 32 bytes in UTF-8.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/server/interfaces/SecretApiKey.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const SecretApiKey = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  SecretApiKey as default
};
