import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Type Alias: RevokeTokens","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/server/type-aliases/RevokeTokens.md","filePath":"reference/sdk/server/type-aliases/RevokeTokens.md"}');
const _sfc_main = { name: "reference/sdk/server/type-aliases/RevokeTokens.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="type-alias-revoketokens" tabindex="-1">Type Alias: RevokeTokens <a class="header-anchor" href="#type-alias-revoketokens" aria-label="Permalink to &quot;Type Alias: RevokeTokens&quot;">​</a></h1><blockquote><p><strong>RevokeTokens</strong> = <code>TObject</code>&lt;{ <code>identity</code>: <code>TOptional</code>&lt;<code>TString</code>&gt;; <code>issuedBefore</code>: <code>TOptional</code>&lt;<code>TString</code>&gt;; <code>jti</code>: <code>TOptional</code>&lt;<code>TString</code>&gt;; <code>keyId</code>: <code>TOptional</code>&lt;<code>TString</code>&gt;; <code>roomId</code>: <code>TOptional</code>&lt;<code>TString</code>&gt;; }&gt;</p></blockquote><p>POST /v1/revocations: <code>jti</code>; <code>roomId</code> and <code>identity</code>; <code>roomId</code> and <code>issuedBefore</code>; or <code>keyId</code> and <code>issuedBefore</code>.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/server/type-aliases/RevokeTokens.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const RevokeTokens = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  RevokeTokens as default
};
