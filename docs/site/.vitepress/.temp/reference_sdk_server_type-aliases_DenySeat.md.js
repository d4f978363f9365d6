import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Type Alias: DenySeat","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/server/type-aliases/DenySeat.md","filePath":"reference/sdk/server/type-aliases/DenySeat.md"}');
const _sfc_main = { name: "reference/sdk/server/type-aliases/DenySeat.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="type-alias-denyseat" tabindex="-1">Type Alias: DenySeat <a class="header-anchor" href="#type-alias-denyseat" aria-label="Permalink to &quot;Type Alias: DenySeat&quot;">​</a></h1><blockquote><p><strong>DenySeat</strong> = <code>TObject</code>&lt;{ <code>ban</code>: <code>TOptional</code>&lt;<code>TBoolean</code>&gt;; <code>epoch</code>: <code>TOptional</code>&lt;<code>TInteger</code>&gt;; <code>reason</code>: <code>TOptional</code>&lt;<code>TString</code>&gt;; }&gt;</p></blockquote><p>Sends a waiting seat away.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/server/type-aliases/DenySeat.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const DenySeat = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  DenySeat as default
};
