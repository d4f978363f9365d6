import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"bench/results","description":"","frontmatter":{"search":false},"headers":[],"relativePath":"source/bench/results/index.md","filePath":"source/bench/results/index.md"}');
const _sfc_main = { name: "source/bench/results/index.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="benchresults" tabindex="-1">bench/results <a class="header-anchor" href="#benchresults" aria-label="Permalink to &quot;bench/results&quot;">​</a></h1><ul><li><a href="/docs/source/bench/results/2026-11-28-12-36.html.txt">2026-11-28-12-36.html</a></li><li><a href="/docs/source/bench/results/2026-11-28-12-36.json.txt">2026-11-28-12-36.json</a></li></ul></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("source/bench/results/index.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const index = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  index as default
};
