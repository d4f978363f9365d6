import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Type Alias: AuditKeyList","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/server/type-aliases/AuditKeyList.md","filePath":"reference/sdk/server/type-aliases/AuditKeyList.md"}');
const _sfc_main = { name: "reference/sdk/server/type-aliases/AuditKeyList.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="type-alias-auditkeylist" tabindex="-1">Type Alias: AuditKeyList <a class="header-anchor" href="#type-alias-auditkeylist" aria-label="Permalink to &quot;Type Alias: AuditKeyList&quot;">​</a></h1><blockquote><p><strong>AuditKeyList</strong> = <code>TObject</code>&lt;{ <code>keys</code>: <code>TArray</code>&lt;<code>TObject</code>&lt;{ <code>id</code>: <code>TString</code>; <code>publicKey</code>: <code>TString</code>; }&gt;&gt;; }&gt;</p></blockquote><p>GET /v1/audit/keys</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/server/type-aliases/AuditKeyList.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const AuditKeyList = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  AuditKeyList as default
};
