import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Type Alias: ConnectionQuality","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/src/type-aliases/ConnectionQuality.md","filePath":"reference/sdk/src/type-aliases/ConnectionQuality.md"}');
const _sfc_main = { name: "reference/sdk/src/type-aliases/ConnectionQuality.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="type-alias-connectionquality" tabindex="-1">Type Alias: ConnectionQuality <a class="header-anchor" href="#type-alias-connectionquality" aria-label="Permalink to &quot;Type Alias: ConnectionQuality&quot;">​</a></h1><blockquote><p><strong>ConnectionQuality</strong> = <code>TEnum</code>&lt;[<code>&quot;good&quot;</code>, <code>&quot;weak&quot;</code>, <code>&quot;lost&quot;</code>]&gt;</p></blockquote><p>How well a person&#39;s media gets through: <code>weak</code> when much of it is missing, <code>lost</code> when none arrives.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/src/type-aliases/ConnectionQuality.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const ConnectionQuality = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  ConnectionQuality as default
};
