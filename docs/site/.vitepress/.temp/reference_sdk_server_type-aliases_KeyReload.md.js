import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Type Alias: KeyReload","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/server/type-aliases/KeyReload.md","filePath":"reference/sdk/server/type-aliases/KeyReload.md"}');
const _sfc_main = { name: "reference/sdk/server/type-aliases/KeyReload.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="type-alias-keyreload" tabindex="-1">Type Alias: KeyReload <a class="header-anchor" href="#type-alias-keyreload" aria-label="Permalink to &quot;Type Alias: KeyReload&quot;">​</a></h1><blockquote><p><strong>KeyReload</strong> = <code>TObject</code>&lt;{ <code>added</code>: <code>TWith</code>&lt;<code>TArray</code>&lt;<code>TString</code>&gt;, { <code>description</code>: <code>string</code>; }&gt;; <code>changed</code>: <code>TArray</code>&lt;<code>TString</code>&gt;; <code>connectionsClosed</code>: <code>TInteger</code>; <code>keys</code>: <code>TArray</code>&lt;<code>TObject</code>&lt;{ <code>algorithm</code>: <code>TEnum</code>&lt;[<code>&quot;HS256&quot;</code>, <code>&quot;EdDSA&quot;</code>, <code>&quot;ES256&quot;</code>]&gt;; <code>id</code>: <code>TString</code>; }&gt;&gt;; <code>removed</code>: <code>TWith</code>&lt;<code>TArray</code>&lt;<code>TString</code>&gt;, { <code>description</code>: <code>string</code>; }&gt;; }&gt;</p></blockquote><p>Answer to POST /v1/keys/reload.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/server/type-aliases/KeyReload.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const KeyReload = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  KeyReload as default
};
