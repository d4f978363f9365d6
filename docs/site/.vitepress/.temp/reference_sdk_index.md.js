import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"SDK reference","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/index.md","filePath":"reference/sdk/index.md"}');
const _sfc_main = { name: "reference/sdk/index.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="sdk-reference" tabindex="-1">SDK reference <a class="header-anchor" href="#sdk-reference" aria-label="Permalink to &quot;SDK reference&quot;">​</a></h1><h2 id="modules" tabindex="-1">Modules <a class="header-anchor" href="#modules" aria-label="Permalink to &quot;Modules&quot;">​</a></h2><ul><li><a href="./react/">react</a></li><li><a href="./server/">server</a></li><li><a href="./src/">src</a></li><li><a href="./token/">token</a></li><li><a href="./ui/">ui</a></li><li><a href="./webhooks/">webhooks</a></li></ul></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/index.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const index = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  index as default
};
