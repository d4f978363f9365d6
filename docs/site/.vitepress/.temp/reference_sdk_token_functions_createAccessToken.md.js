import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Function: createAccessToken()","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/token/functions/createAccessToken.md","filePath":"reference/sdk/token/functions/createAccessToken.md"}');
const _sfc_main = { name: "reference/sdk/token/functions/createAccessToken.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="function-createaccesstoken" tabindex="-1">Function: createAccessToken() <a class="header-anchor" href="#function-createaccesstoken" aria-label="Permalink to &quot;Function: createAccessToken()&quot;">​</a></h1><blockquote><p><strong>createAccessToken</strong>(<code>options</code>): <code>Promise</code>&lt;<code>string</code>&gt;</p></blockquote><p>Creates an access token (JWT, RFC 7519) with which one person joins one room. Rejects with a TypeError that names the option and what is wrong with it.</p><ul><li><code>sub</code>: your opaque id of the person, 1 to 128 characters; one seat per <code>sub</code> and room</li><li><code>role</code>: <code>therapist</code>, <code>cotherapist</code>, <code>client</code> or <code>observer</code>; <code>grants</code> and <code>waitingRoom</code> change the defaults of the role</li><li><code>name</code>: shown to the group, 1 to 80 characters; <code>label</code>: shown to hosts only, 1 to 120 characters</li><li><code>ttlSeconds</code>: 10 to 86,400, default 3,600; a session continues after its token has expired, a reconnect needs a new token</li></ul><h2 id="parameters" tabindex="-1">Parameters <a class="header-anchor" href="#parameters" aria-label="Permalink to &quot;Parameters&quot;">​</a></h2><h3 id="options" tabindex="-1">options <a class="header-anchor" href="#options" aria-label="Permalink to &quot;options&quot;">​</a></h3><p><a href="./../interfaces/AccessTokenOptions"><code>AccessTokenOptions</code></a></p><h2 id="returns" tabindex="-1">Returns <a class="header-anchor" href="#returns" aria-label="Permalink to &quot;Returns&quot;">​</a></h2><p><code>Promise</code>&lt;<code>string</code>&gt;</p><p>the token: a compact JWS (RFC 7515)</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/token/functions/createAccessToken.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const createAccessToken = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  createAccessToken as default
};
