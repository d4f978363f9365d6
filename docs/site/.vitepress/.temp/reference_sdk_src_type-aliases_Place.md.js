import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Type Alias: Place","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/src/type-aliases/Place.md","filePath":"reference/sdk/src/type-aliases/Place.md"}');
const _sfc_main = { name: "reference/sdk/src/type-aliases/Place.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="type-alias-place" tabindex="-1">Type Alias: Place <a class="header-anchor" href="#type-alias-place" aria-label="Permalink to &quot;Type Alias: Place&quot;">​</a></h1><blockquote><p><strong>Place</strong> = <code>TUnion</code>&lt;[<code>TObject</code>&lt;{ <code>kind</code>: <code>TLiteral</code>&lt;<code>&quot;group&quot;</code>&gt;; }&gt;, <code>TObject</code>&lt;{ <code>kind</code>: <code>TLiteral</code>&lt;<code>&quot;preview&quot;</code>&gt;; <code>name</code>: <code>TOptional</code>&lt;<code>TString</code>&gt;; <code>participantId</code>: <code>TWith</code>&lt;<code>TString</code>, { <code>description</code>: <code>string</code>; }&gt;; }&gt;, <code>TObject</code>&lt;{ <code>kind</code>: <code>TLiteral</code>&lt;<code>&quot;side-room&quot;</code>&gt;; <code>participantId</code>: <code>TWith</code>&lt;<code>TString</code>, { <code>description</code>: <code>string</code>; }&gt;; }&gt;, <code>TObject</code>&lt;{ <code>groupId</code>: <code>TWith</code>&lt;<code>TString</code>, { <code>description</code>: <code>string</code>; }&gt;; <code>kind</code>: <code>TLiteral</code>&lt;<code>&quot;breakout&quot;</code>&gt;; }&gt;]&gt;</p></blockquote><p>Where a person is: in the group, or apart from it. Media is forwarded within one place only.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/src/type-aliases/Place.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const Place = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  Place as default
};
