import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Type Alias: CloseReason","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/src/type-aliases/CloseReason.md","filePath":"reference/sdk/src/type-aliases/CloseReason.md"}');
const _sfc_main = { name: "reference/sdk/src/type-aliases/CloseReason.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="type-alias-closereason" tabindex="-1">Type Alias: CloseReason <a class="header-anchor" href="#type-alias-closereason" aria-label="Permalink to &quot;Type Alias: CloseReason&quot;">​</a></h1><blockquote><p><strong>CloseReason</strong> = keyof <em>typeof</em> <code>closeCodes</code></p></blockquote><p>Why the server closed a connection.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/src/type-aliases/CloseReason.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const CloseReason = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  CloseReason as default
};
