import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Type Alias: Texts","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/ui/type-aliases/Texts.md","filePath":"reference/sdk/ui/type-aliases/Texts.md"}');
const _sfc_main = { name: "reference/sdk/ui/type-aliases/Texts.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="type-alias-texts" tabindex="-1">Type Alias: Texts <a class="header-anchor" href="#type-alias-texts" aria-label="Permalink to &quot;Type Alias: Texts&quot;">​</a></h1><blockquote><p><strong>Texts</strong> = <em>typeof</em> <a href="./../variables/englishTexts"><code>englishTexts</code></a></p></blockquote><p>The type of a table of texts.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/ui/type-aliases/Texts.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const Texts = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  Texts as default
};
