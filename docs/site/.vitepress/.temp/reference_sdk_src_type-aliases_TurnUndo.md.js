import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Type Alias: TurnUndo","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/src/type-aliases/TurnUndo.md","filePath":"reference/sdk/src/type-aliases/TurnUndo.md"}');
const _sfc_main = { name: "reference/sdk/src/type-aliases/TurnUndo.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="type-alias-turnundo" tabindex="-1">Type Alias: TurnUndo <a class="header-anchor" href="#type-alias-turnundo" aria-label="Permalink to &quot;Type Alias: TurnUndo&quot;">​</a></h1><blockquote><p><strong>TurnUndo</strong> = <code>TObject</code>&lt;{ <code>participantId</code>: <code>TWith</code>&lt;<code>TString</code>, { <code>description</code>: <code>string</code>; }&gt;; <code>until</code>: <code>TWith</code>&lt;<code>TInteger</code>, { <code>description</code>: <code>string</code>; }&gt;; }&gt;</p></blockquote><p>The last step of a go-round, which can be undone.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/src/type-aliases/TurnUndo.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const TurnUndo = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  TurnUndo as default
};
