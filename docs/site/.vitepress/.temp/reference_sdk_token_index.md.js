import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"token","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/token/index.md","filePath":"reference/sdk/token/index.md"}');
const _sfc_main = { name: "reference/sdk/token/index.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="token" tabindex="-1">token <a class="header-anchor" href="#token" aria-label="Permalink to &quot;token&quot;">​</a></h1><h2 id="interfaces" tabindex="-1">Interfaces <a class="header-anchor" href="#interfaces" aria-label="Permalink to &quot;Interfaces&quot;">​</a></h2><ul><li><a href="./interfaces/AccessTokenOptions">AccessTokenOptions</a></li></ul><h2 id="functions" tabindex="-1">Functions <a class="header-anchor" href="#functions" aria-label="Permalink to &quot;Functions&quot;">​</a></h2><ul><li><a href="./functions/createAccessToken">createAccessToken</a></li><li><a href="./functions/createAdminToken">createAdminToken</a></li></ul><h2 id="references" tabindex="-1">References <a class="header-anchor" href="#references" aria-label="Permalink to &quot;References&quot;">​</a></h2><h3 id="apikey" tabindex="-1">ApiKey <a class="header-anchor" href="#apikey" aria-label="Permalink to &quot;ApiKey&quot;">​</a></h3><p>Re-exports <a href="./../server/type-aliases/ApiKey">ApiKey</a></p><hr><h3 id="privateapikey" tabindex="-1">PrivateApiKey <a class="header-anchor" href="#privateapikey" aria-label="Permalink to &quot;PrivateApiKey&quot;">​</a></h3><p>Re-exports <a href="./../server/interfaces/PrivateApiKey">PrivateApiKey</a></p><hr><h3 id="secretapikey" tabindex="-1">SecretApiKey <a class="header-anchor" href="#secretapikey" aria-label="Permalink to &quot;SecretApiKey&quot;">​</a></h3><p>Re-exports <a href="./../server/interfaces/SecretApiKey">SecretApiKey</a></p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/token/index.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const index = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  index as default
};
