import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Type Alias: TrackSource","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/src/type-aliases/TrackSource.md","filePath":"reference/sdk/src/type-aliases/TrackSource.md"}');
const _sfc_main = { name: "reference/sdk/src/type-aliases/TrackSource.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="type-alias-tracksource" tabindex="-1">Type Alias: TrackSource <a class="header-anchor" href="#type-alias-tracksource" aria-label="Permalink to &quot;Type Alias: TrackSource&quot;">​</a></h1><blockquote><p><strong>TrackSource</strong> = <code>TEnum</code>&lt;[<code>&quot;microphone&quot;</code>, <code>&quot;camera&quot;</code>, <code>&quot;screen&quot;</code>]&gt;</p></blockquote><p>What a track comes from; at most one track of each source per participant.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/src/type-aliases/TrackSource.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const TrackSource = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  TrackSource as default
};
