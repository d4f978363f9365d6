import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Function: createAdminToken()","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/token/functions/createAdminToken.md","filePath":"reference/sdk/token/functions/createAdminToken.md"}');
const _sfc_main = { name: "reference/sdk/token/functions/createAdminToken.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="function-createadmintoken" tabindex="-1">Function: createAdminToken() <a class="header-anchor" href="#function-createadmintoken" aria-label="Permalink to &quot;Function: createAdminToken()&quot;">​</a></h1><blockquote><p><strong>createAdminToken</strong>(<code>options</code>): <code>Promise</code>&lt;<code>string</code>&gt;</p></blockquote><p>Creates a bearer token (RFC 6750) for one or a few calls of the REST API: <code>Authorization: Bearer …</code>. Rejects with a TypeError that names the option and what is wrong with it.</p><h2 id="parameters" tabindex="-1">Parameters <a class="header-anchor" href="#parameters" aria-label="Permalink to &quot;Parameters&quot;">​</a></h2><h3 id="options" tabindex="-1">options <a class="header-anchor" href="#options" aria-label="Permalink to &quot;options&quot;">​</a></h3><h4 id="key" tabindex="-1">key <a class="header-anchor" href="#key" aria-label="Permalink to &quot;key&quot;">​</a></h4><p><a href="./../../server/type-aliases/ApiKey"><code>ApiKey</code></a></p><p>the API key that signs the token</p><h4 id="ttlseconds" tabindex="-1">ttlSeconds? <a class="header-anchor" href="#ttlseconds" aria-label="Permalink to &quot;ttlSeconds?&quot;">​</a></h4><p><code>number</code></p><p>10 to 600 whole seconds; default 60</p><h2 id="returns" tabindex="-1">Returns <a class="header-anchor" href="#returns" aria-label="Permalink to &quot;Returns&quot;">​</a></h2><p><code>Promise</code>&lt;<code>string</code>&gt;</p><p>the token: a compact JWS (RFC 7515)</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/token/functions/createAdminToken.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const createAdminToken = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  createAdminToken as default
};
