import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Type Alias: HearthroomSessionElement","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/react/type-aliases/HearthroomSessionElement.md","filePath":"reference/sdk/react/type-aliases/HearthroomSessionElement.md"}');
const _sfc_main = { name: "reference/sdk/react/type-aliases/HearthroomSessionElement.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="type-alias-hearthroomsessionelement" tabindex="-1">Type Alias: HearthroomSessionElement <a class="header-anchor" href="#type-alias-hearthroomsessionelement" aria-label="Permalink to &quot;Type Alias: HearthroomSessionElement&quot;">​</a></h1><blockquote><p><strong>HearthroomSessionElement</strong> = <code>HTMLElementTagNameMap</code>[<code>&quot;hearthroom-session&quot;</code>]</p></blockquote><p>The element, as @hearthroom/sdk/ui defines it.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/react/type-aliases/HearthroomSessionElement.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const HearthroomSessionElement = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  HearthroomSessionElement as default
};
