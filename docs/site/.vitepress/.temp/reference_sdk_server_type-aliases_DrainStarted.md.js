import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Type Alias: DrainStarted","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/server/type-aliases/DrainStarted.md","filePath":"reference/sdk/server/type-aliases/DrainStarted.md"}');
const _sfc_main = { name: "reference/sdk/server/type-aliases/DrainStarted.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="type-alias-drainstarted" tabindex="-1">Type Alias: DrainStarted <a class="header-anchor" href="#type-alias-drainstarted" aria-label="Permalink to &quot;Type Alias: DrainStarted&quot;">​</a></h1><blockquote><p><strong>DrainStarted</strong> = <code>TObject</code>&lt;{ <code>connected</code>: <code>TInteger</code>; <code>endsBy</code>: <code>TString</code>; }&gt;</p></blockquote><p>Answer to POST /v1/drain.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/server/type-aliases/DrainStarted.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const DrainStarted = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  DrainStarted as default
};
