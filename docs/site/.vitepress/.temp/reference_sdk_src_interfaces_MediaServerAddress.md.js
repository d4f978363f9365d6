import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: MediaServerAddress","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/src/interfaces/MediaServerAddress.md","filePath":"reference/sdk/src/interfaces/MediaServerAddress.md"}');
const _sfc_main = { name: "reference/sdk/src/interfaces/MediaServerAddress.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-mediaserveraddress" tabindex="-1">Interface: MediaServerAddress <a class="header-anchor" href="#interface-mediaserveraddress" aria-label="Permalink to &quot;Interface: MediaServerAddress&quot;">​</a></h1><p>An address of the media server.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><h3 id="address" tabindex="-1">address <a class="header-anchor" href="#address" aria-label="Permalink to &quot;address&quot;">​</a></h3><blockquote><p><strong>address</strong>: <code>string</code></p></blockquote><p>IP address or host name.</p><hr><h3 id="port" tabindex="-1">port <a class="header-anchor" href="#port" aria-label="Permalink to &quot;port&quot;">​</a></h3><blockquote><p><strong>port</strong>: <code>number</code></p></blockquote><p>Port of that protocol.</p><hr><h3 id="protocol" tabindex="-1">protocol <a class="header-anchor" href="#protocol" aria-label="Permalink to &quot;protocol&quot;">​</a></h3><blockquote><p><strong>protocol</strong>: <code>&quot;udp&quot;</code> | <code>&quot;tcp&quot;</code></p></blockquote><p>Transport protocol.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/src/interfaces/MediaServerAddress.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const MediaServerAddress = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  MediaServerAddress as default
};
