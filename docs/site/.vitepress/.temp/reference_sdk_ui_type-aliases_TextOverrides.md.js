import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Type Alias: TextOverrides","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/ui/type-aliases/TextOverrides.md","filePath":"reference/sdk/ui/type-aliases/TextOverrides.md"}');
const _sfc_main = { name: "reference/sdk/ui/type-aliases/TextOverrides.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="type-alias-textoverrides" tabindex="-1">Type Alias: TextOverrides <a class="header-anchor" href="#type-alias-textoverrides" aria-label="Permalink to &quot;Type Alias: TextOverrides&quot;">​</a></h1><blockquote><p><strong>TextOverrides</strong> = <code>{ [Section in keyof Texts]?: Texts[Section] extends (args: never[]) =&gt; string ? Texts[Section] : Partial&lt;Texts[Section]&gt; }</code></p></blockquote><p>Texts for <code>mergeTexts</code>. A translation may omit entries: they stay English.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/ui/type-aliases/TextOverrides.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const TextOverrides = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  TextOverrides as default
};
