import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Type Alias: MediaKind","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/src/type-aliases/MediaKind.md","filePath":"reference/sdk/src/type-aliases/MediaKind.md"}');
const _sfc_main = { name: "reference/sdk/src/type-aliases/MediaKind.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="type-alias-mediakind" tabindex="-1">Type Alias: MediaKind <a class="header-anchor" href="#type-alias-mediakind" aria-label="Permalink to &quot;Type Alias: MediaKind&quot;">​</a></h1><blockquote><p><strong>MediaKind</strong> = <code>TEnum</code>&lt;[<code>&quot;audio&quot;</code>, <code>&quot;video&quot;</code>]&gt;</p></blockquote><p>Kind of media: <code>audio</code> for a microphone, <code>video</code> for a camera and a screen.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/src/type-aliases/MediaKind.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const MediaKind = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  MediaKind as default
};
