import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Not here","description":"","frontmatter":{"search":false},"headers":[],"relativePath":"source/missing.md","filePath":"source/missing.md"}');
const _sfc_main = { name: "source/missing.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="not-here" tabindex="-1">Not here <a class="header-anchor" href="#not-here" aria-label="Permalink to &quot;Not here&quot;">​</a></h1><p>This file is not part of this copy of the documentation. It is in the repository.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("source/missing.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const missing = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  missing as default
};
