import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Type Alias: VersionedRoom","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/server/type-aliases/VersionedRoom.md","filePath":"reference/sdk/server/type-aliases/VersionedRoom.md"}');
const _sfc_main = { name: "reference/sdk/server/type-aliases/VersionedRoom.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="type-alias-versionedroom" tabindex="-1">Type Alias: VersionedRoom <a class="header-anchor" href="#type-alias-versionedroom" aria-label="Permalink to &quot;Type Alias: VersionedRoom&quot;">​</a></h1><blockquote><p><strong>VersionedRoom</strong> = <a href="./Room"><code>Room</code></a> &amp; <code>object</code></p></blockquote><p>A room with the version of its settings.</p><h2 id="type-declaration" tabindex="-1">Type Declaration <a class="header-anchor" href="#type-declaration" aria-label="Permalink to &quot;Type Declaration&quot;">​</a></h2><h3 id="etag" tabindex="-1">etag <a class="header-anchor" href="#etag" aria-label="Permalink to &quot;etag&quot;">​</a></h3><blockquote><p><strong>etag</strong>: <code>string</code></p></blockquote><p>Entity tag of the settings (RFC 9110): <code>ifMatch</code> of updateRoom.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/server/type-aliases/VersionedRoom.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const VersionedRoom = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  VersionedRoom as default
};
