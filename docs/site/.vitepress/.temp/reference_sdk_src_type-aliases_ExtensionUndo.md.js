import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Type Alias: ExtensionUndo","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/src/type-aliases/ExtensionUndo.md","filePath":"reference/sdk/src/type-aliases/ExtensionUndo.md"}');
const _sfc_main = { name: "reference/sdk/src/type-aliases/ExtensionUndo.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="type-alias-extensionundo" tabindex="-1">Type Alias: ExtensionUndo <a class="header-anchor" href="#type-alias-extensionundo" aria-label="Permalink to &quot;Type Alias: ExtensionUndo&quot;">​</a></h1><blockquote><p><strong>ExtensionUndo</strong> = <code>TObject</code>&lt;{ <code>endsAt</code>: <code>TUnion</code>&lt;[<code>TInteger</code>, <code>TNull</code>]&gt;; <code>noticeMinutes</code>: <code>TInteger</code>; <code>until</code>: <code>TWith</code>&lt;<code>TInteger</code>, { <code>description</code>: <code>string</code>; }&gt;; }&gt;</p></blockquote><p>The last extension of the session, which can be undone.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/src/type-aliases/ExtensionUndo.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const ExtensionUndo = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  ExtensionUndo as default
};
