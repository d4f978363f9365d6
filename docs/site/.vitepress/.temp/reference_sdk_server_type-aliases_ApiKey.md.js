import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Type Alias: ApiKey","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/server/type-aliases/ApiKey.md","filePath":"reference/sdk/server/type-aliases/ApiKey.md"}');
const _sfc_main = { name: "reference/sdk/server/type-aliases/ApiKey.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="type-alias-apikey" tabindex="-1">Type Alias: ApiKey <a class="header-anchor" href="#type-alias-apikey" aria-label="Permalink to &quot;Type Alias: ApiKey&quot;">​</a></h1><blockquote><p><strong>ApiKey</strong> = <a href="./../interfaces/SecretApiKey"><code>SecretApiKey</code></a> | <a href="./../interfaces/PrivateApiKey"><code>PrivateApiKey</code></a></p></blockquote><p>The key that signs tokens.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/server/type-aliases/ApiKey.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const ApiKey = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  ApiKey as default
};
