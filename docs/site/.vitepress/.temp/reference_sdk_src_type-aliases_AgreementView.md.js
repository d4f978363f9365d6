import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Type Alias: AgreementView","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/src/type-aliases/AgreementView.md","filePath":"reference/sdk/src/type-aliases/AgreementView.md"}');
const _sfc_main = { name: "reference/sdk/src/type-aliases/AgreementView.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="type-alias-agreementview" tabindex="-1">Type Alias: AgreementView <a class="header-anchor" href="#type-alias-agreementview" aria-label="Permalink to &quot;Type Alias: AgreementView&quot;">​</a></h1><blockquote><p><strong>AgreementView</strong> = <code>TObject</code>&lt;{ <code>accepted</code>: <code>TBoolean</code>; <code>text</code>: <code>TString</code>; <code>version</code>: <code>TString</code>; }&gt;</p></blockquote><p>The agreement, and whether its reader has accepted it.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/src/type-aliases/AgreementView.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const AgreementView = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  AgreementView as default
};
