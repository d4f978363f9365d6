import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Type Alias: HelpRequest","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/src/type-aliases/HelpRequest.md","filePath":"reference/sdk/src/type-aliases/HelpRequest.md"}');
const _sfc_main = { name: "reference/sdk/src/type-aliases/HelpRequest.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="type-alias-helprequest" tabindex="-1">Type Alias: HelpRequest <a class="header-anchor" href="#type-alias-helprequest" aria-label="Permalink to &quot;Type Alias: HelpRequest&quot;">​</a></h1><blockquote><p><strong>HelpRequest</strong> = <code>TObject</code>&lt;{ <code>note</code>: <code>TUnion</code>&lt;[<code>TString</code>, <code>TNull</code>]&gt;; <code>participantId</code>: <code>TWith</code>&lt;<code>TString</code>, { <code>description</code>: <code>string</code>; }&gt;; <code>since</code>: <code>TWith</code>&lt;<code>TInteger</code>, { <code>description</code>: <code>string</code>; }&gt;; <code>takenBy</code>: <code>TOptional</code>&lt;<code>TWith</code>&lt;<code>TString</code>, { <code>description</code>: <code>string</code>; }&gt;&gt;; }&gt;</p></blockquote><p>A client&#39;s private call for help to the hosts.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/src/type-aliases/HelpRequest.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const HelpRequest = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  HelpRequest as default
};
