import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Type Alias: BreakoutGroup","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/src/type-aliases/BreakoutGroup.md","filePath":"reference/sdk/src/type-aliases/BreakoutGroup.md"}');
const _sfc_main = { name: "reference/sdk/src/type-aliases/BreakoutGroup.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="type-alias-breakoutgroup" tabindex="-1">Type Alias: BreakoutGroup <a class="header-anchor" href="#type-alias-breakoutgroup" aria-label="Permalink to &quot;Type Alias: BreakoutGroup&quot;">​</a></h1><blockquote><p><strong>BreakoutGroup</strong> = <code>TObject</code>&lt;{ <code>arriving</code>: <code>TOptional</code>&lt;<code>TArray</code>&lt;<code>TObject</code>&lt;{ <code>at</code>: <code>TWith</code>&lt;<code>TInteger</code>, { <code>description</code>: <code>string</code>; }&gt;; <code>participantId</code>: <code>TWith</code>&lt;<code>TString</code>, { <code>description</code>: <code>string</code>; }&gt;; }&gt;&gt;&gt;; <code>id</code>: <code>TString</code>; <code>name</code>: <code>TString</code>; <code>participantIds</code>: <code>TArray</code>&lt;<code>TString</code>&gt;; }&gt;</p></blockquote><p>One breakout group. Its members are listed for its members and for hosts.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/src/type-aliases/BreakoutGroup.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const BreakoutGroup = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  BreakoutGroup as default
};
