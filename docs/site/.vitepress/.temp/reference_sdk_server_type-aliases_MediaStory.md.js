import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Type Alias: MediaStory","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/server/type-aliases/MediaStory.md","filePath":"reference/sdk/server/type-aliases/MediaStory.md"}');
const _sfc_main = { name: "reference/sdk/server/type-aliases/MediaStory.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="type-alias-mediastory" tabindex="-1">Type Alias: MediaStory <a class="header-anchor" href="#type-alias-mediastory" aria-label="Permalink to &quot;Type Alias: MediaStory&quot;">​</a></h1><blockquote><p><strong>MediaStory</strong> = <code>TObject</code>&lt;{ <code>answers</code>: <code>TArray</code>&lt;<code>TObject</code>&lt;{ <code>cause</code>: <code>TUnion</code>&lt;[<code>TString</code>, <code>TNull</code>]&gt;; <code>from</code>: <code>TWith</code>&lt;<code>TString</code>, { <code>description</code>: <code>string</code>; }&gt;; <code>text</code>: <code>TString</code>; <code>to</code>: <code>TWith</code>&lt;<code>TString</code>, { <code>description</code>: <code>string</code>; }&gt;; }&gt;&gt;; <code>lines</code>: <code>TArray</code>&lt;<code>TObject</code>&lt;{ <code>at</code>: <code>TWith</code>&lt;<code>TString</code>, { <code>description</code>: <code>string</code>; }&gt;; <code>text</code>: <code>TString</code>; }&gt;&gt;; <code>missing</code>: <code>TArray</code>&lt;<code>TString</code>&gt;; <code>names</code>: <code>TArray</code>&lt;<code>TObject</code>&lt;{ <code>name</code>: <code>TString</code>; <code>part</code>: <code>TEnum</code>&lt;[<code>&quot;listener&quot;</code>, <code>&quot;speaker&quot;</code>]&gt;; <code>seatId</code>: <code>TString</code>; }&gt;&gt;; }&gt;</p></blockquote><p>Answer to GET /v1/rooms/:roomId/media-story.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/server/type-aliases/MediaStory.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const MediaStory = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  MediaStory as default
};
