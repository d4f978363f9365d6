import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Type Alias: Revocation","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/server/type-aliases/Revocation.md","filePath":"reference/sdk/server/type-aliases/Revocation.md"}');
const _sfc_main = { name: "reference/sdk/server/type-aliases/Revocation.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="type-alias-revocation" tabindex="-1">Type Alias: Revocation <a class="header-anchor" href="#type-alias-revocation" aria-label="Permalink to &quot;Type Alias: Revocation&quot;">​</a></h1><blockquote><p><strong>Revocation</strong> = <code>TObject</code>&lt;{ <code>createdAt</code>: <code>TWith</code>&lt;<code>TString</code>, { <code>description</code>: <code>string</code>; }&gt;; <code>expiresAt</code>: <code>TString</code>; <code>id</code>: <code>TString</code>; <code>identity</code>: <code>TOptional</code>&lt;<code>TString</code>&gt;; <code>issuedBefore</code>: <code>TOptional</code>&lt;<code>TString</code>&gt;; <code>jti</code>: <code>TOptional</code>&lt;<code>TString</code>&gt;; <code>keyId</code>: <code>TOptional</code>&lt;<code>TString</code>&gt;; <code>roomId</code>: <code>TOptional</code>&lt;<code>TString</code>&gt;; }&gt;</p></blockquote><p>A revocation, as the API returns it.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/server/type-aliases/Revocation.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const Revocation = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  Revocation as default
};
