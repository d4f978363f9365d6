import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Type Alias: TellMediaStory","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/server/type-aliases/TellMediaStory.md","filePath":"reference/sdk/server/type-aliases/TellMediaStory.md"}');
const _sfc_main = { name: "reference/sdk/server/type-aliases/TellMediaStory.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="type-alias-tellmediastory" tabindex="-1">Type Alias: TellMediaStory <a class="header-anchor" href="#type-alias-tellmediastory" aria-label="Permalink to &quot;Type Alias: TellMediaStory&quot;">​</a></h1><blockquote><p><strong>TellMediaStory</strong> = <code>TObject</code>&lt;{ <code>at</code>: <code>TOptional</code>&lt;<code>TString</code>&gt;; <code>from</code>: <code>TString</code>; <code>listener</code>: <code>TOptional</code>&lt;<code>TString</code>&gt;; <code>source</code>: <code>TOptional</code>&lt;<code>TWith</code>&lt;<code>TEnum</code>&lt;[<code>&quot;microphone&quot;</code>, <code>&quot;camera&quot;</code>, <code>&quot;screen&quot;</code>]&gt;, { <code>description</code>: <code>string</code>; }&gt;&gt;; <code>speaker</code>: <code>TOptional</code>&lt;<code>TString</code>&gt;; <code>to</code>: <code>TString</code>; }&gt;</p></blockquote><p>Query of GET /v1/rooms/:roomId/media-story.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/server/type-aliases/TellMediaStory.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const TellMediaStory = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  TellMediaStory as default
};
