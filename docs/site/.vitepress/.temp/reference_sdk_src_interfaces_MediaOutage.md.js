import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: MediaOutage","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/src/interfaces/MediaOutage.md","filePath":"reference/sdk/src/interfaces/MediaOutage.md"}');
const _sfc_main = { name: "reference/sdk/src/interfaces/MediaOutage.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-mediaoutage" tabindex="-1">Interface: MediaOutage <a class="header-anchor" href="#interface-mediaoutage" aria-label="Permalink to &quot;Interface: MediaOutage&quot;">​</a></h1><p>No media gets through in either direction.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><h3 id="servers" tabindex="-1">servers <a class="header-anchor" href="#servers" aria-label="Permalink to &quot;servers&quot;">​</a></h3><blockquote><p><code>readonly</code> <strong>servers</strong>: readonly <a href="./MediaServerAddress"><code>MediaServerAddress</code></a>[]</p></blockquote><p>The addresses that this client tries to reach, without relays: for the administrator of its network.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/src/interfaces/MediaOutage.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const MediaOutage = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  MediaOutage as default
};
