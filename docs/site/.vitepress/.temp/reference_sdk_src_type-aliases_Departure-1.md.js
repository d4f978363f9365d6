import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Type Alias: Departure","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/src/type-aliases/Departure-1.md","filePath":"reference/sdk/src/type-aliases/Departure-1.md"}');
const _sfc_main = { name: "reference/sdk/src/type-aliases/Departure-1.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="type-alias-departure" tabindex="-1">Type Alias: Departure <a class="header-anchor" href="#type-alias-departure" aria-label="Permalink to &quot;Type Alias: Departure&quot;">​</a></h1><blockquote><p><strong>Departure</strong> = <code>Static</code>&lt;<em>typeof</em> <a href="./Departure"><code>Departure</code></a>&gt;</p></blockquote><p>A person who is no longer in the group, without a host&#39;s action.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/src/type-aliases/Departure-1.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const Departure1 = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  Departure1 as default
};
