import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Type Alias: ApiKeyList","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/server/type-aliases/ApiKeyList.md","filePath":"reference/sdk/server/type-aliases/ApiKeyList.md"}');
const _sfc_main = { name: "reference/sdk/server/type-aliases/ApiKeyList.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="type-alias-apikeylist" tabindex="-1">Type Alias: ApiKeyList <a class="header-anchor" href="#type-alias-apikeylist" aria-label="Permalink to &quot;Type Alias: ApiKeyList&quot;">​</a></h1><blockquote><p><strong>ApiKeyList</strong> = <code>TObject</code>&lt;{ <code>keys</code>: <code>TArray</code>&lt;<code>TObject</code>&lt;{ <code>algorithm</code>: <code>TEnum</code>&lt;[<code>&quot;HS256&quot;</code>, <code>&quot;EdDSA&quot;</code>, <code>&quot;ES256&quot;</code>]&gt;; <code>id</code>: <code>TString</code>; }&gt;&gt;; }&gt;</p></blockquote><p>Answer to GET /v1/keys.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/server/type-aliases/ApiKeyList.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const ApiKeyList = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  ApiKeyList as default
};
