import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Type Alias: CircleOpening","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/src/type-aliases/CircleOpening-1.md","filePath":"reference/sdk/src/type-aliases/CircleOpening-1.md"}');
const _sfc_main = { name: "reference/sdk/src/type-aliases/CircleOpening-1.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="type-alias-circleopening" tabindex="-1">Type Alias: CircleOpening <a class="header-anchor" href="#type-alias-circleopening" aria-label="Permalink to &quot;Type Alias: CircleOpening&quot;">​</a></h1><blockquote><p><strong>CircleOpening</strong> = <code>Static</code>&lt;<em>typeof</em> <a href="./CircleOpening"><code>CircleOpening</code></a>&gt;</p></blockquote><p>The circle is about to open. Until then clients see and hear only the hosts.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/src/type-aliases/CircleOpening-1.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const CircleOpening1 = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  CircleOpening1 as default
};
