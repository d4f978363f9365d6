import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Type Alias: SessionCloseReason","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/src/type-aliases/SessionCloseReason.md","filePath":"reference/sdk/src/type-aliases/SessionCloseReason.md"}');
const _sfc_main = { name: "reference/sdk/src/type-aliases/SessionCloseReason.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="type-alias-sessionclosereason" tabindex="-1">Type Alias: SessionCloseReason <a class="header-anchor" href="#type-alias-sessionclosereason" aria-label="Permalink to &quot;Type Alias: SessionCloseReason&quot;">​</a></h1><blockquote><p><strong>SessionCloseReason</strong> = <a href="./CloseReason"><code>CloseReason</code></a> | <a href="./HearthroomErrorCode"><code>HearthroomErrorCode</code></a></p></blockquote><p>Why a session ended: the server&#39;s close reason, or the error code that made this client give up.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/src/type-aliases/SessionCloseReason.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const SessionCloseReason = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  SessionCloseReason as default
};
