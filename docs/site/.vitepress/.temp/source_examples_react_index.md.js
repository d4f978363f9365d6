import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"examples/react","description":"","frontmatter":{"search":false},"headers":[],"relativePath":"source/examples/react/index.md","filePath":"source/examples/react/index.md"}');
const _sfc_main = { name: "source/examples/react/index.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="examplesreact" tabindex="-1">examples/react <a class="header-anchor" href="#examplesreact" aria-label="Permalink to &quot;examples/react&quot;">​</a></h1><ul><li><a href="/docs/source/examples/react/app.css.txt">app.css</a></li><li><a href="/docs/source/examples/react/app.tsx.txt">app.tsx</a></li><li><a href="/docs/source/examples/react/index.html.txt">index.html</a></li></ul></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("source/examples/react/index.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const index = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  index as default
};
