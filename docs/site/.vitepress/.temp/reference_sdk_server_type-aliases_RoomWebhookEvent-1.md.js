import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Type Alias: RoomWebhookEvent","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/server/type-aliases/RoomWebhookEvent-1.md","filePath":"reference/sdk/server/type-aliases/RoomWebhookEvent-1.md"}');
const _sfc_main = { name: "reference/sdk/server/type-aliases/RoomWebhookEvent-1.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="type-alias-roomwebhookevent" tabindex="-1">Type Alias: RoomWebhookEvent <a class="header-anchor" href="#type-alias-roomwebhookevent" aria-label="Permalink to &quot;Type Alias: RoomWebhookEvent&quot;">​</a></h1><blockquote><p><strong>RoomWebhookEvent</strong> = <code>Static</code>&lt;<em>typeof</em> <a href="./RoomWebhookEvent"><code>RoomWebhookEvent</code></a>&gt;</p></blockquote><p>An event of a room.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/server/type-aliases/RoomWebhookEvent-1.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const RoomWebhookEvent1 = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  RoomWebhookEvent1 as default
};
