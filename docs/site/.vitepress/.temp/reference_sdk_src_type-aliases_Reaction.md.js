import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Type Alias: Reaction","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/src/type-aliases/Reaction.md","filePath":"reference/sdk/src/type-aliases/Reaction.md"}');
const _sfc_main = { name: "reference/sdk/src/type-aliases/Reaction.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="type-alias-reaction" tabindex="-1">Type Alias: Reaction <a class="header-anchor" href="#type-alias-reaction" aria-label="Permalink to &quot;Type Alias: Reaction&quot;">​</a></h1><blockquote><p><strong>Reaction</strong> = <code>TEnum</code>&lt;[<code>&quot;heart&quot;</code>, <code>&quot;thumbs-up&quot;</code>, <code>&quot;clap&quot;</code>, <code>&quot;hug&quot;</code>, <code>&quot;tears&quot;</code>]&gt;</p></blockquote><p>A reaction, shown to the group for a moment.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/src/type-aliases/Reaction.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const Reaction = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  Reaction as default
};
