import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Type Alias: Grants","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/src/type-aliases/Grants.md","filePath":"reference/sdk/src/type-aliases/Grants.md"}');
const _sfc_main = { name: "reference/sdk/src/type-aliases/Grants.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="type-alias-grants" tabindex="-1">Type Alias: Grants <a class="header-anchor" href="#type-alias-grants" aria-label="Permalink to &quot;Type Alias: Grants&quot;">​</a></h1><blockquote><p><strong>Grants</strong> = <code>TObject</code>&lt;{ <code>canAdmit</code>: <code>TBoolean</code>; <code>canEnd</code>: <code>TBoolean</code>; <code>canExtend</code>: <code>TOptional</code>&lt;<code>TBoolean</code>&gt;; <code>canModerate</code>: <code>TBoolean</code>; <code>canRename</code>: <code>TBoolean</code>; <code>canSeeLabels</code>: <code>TBoolean</code>; <code>chat</code>: <code>TBoolean</code>; <code>publishCamera</code>: <code>TBoolean</code>; <code>publishMicrophone</code>: <code>TBoolean</code>; <code>publishScreen</code>: <code>TBoolean</code>; <code>subscribe</code>: <code>TBoolean</code>; }&gt;</p></blockquote><p>What a person may do.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/src/type-aliases/Grants.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const Grants = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  Grants as default
};
