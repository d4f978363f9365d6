import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Variable: restErrorCodes","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/server/variables/restErrorCodes.md","filePath":"reference/sdk/server/variables/restErrorCodes.md"}');
const _sfc_main = { name: "reference/sdk/server/variables/restErrorCodes.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="variable-resterrorcodes" tabindex="-1">Variable: restErrorCodes <a class="header-anchor" href="#variable-resterrorcodes" aria-label="Permalink to &quot;Variable: restErrorCodes&quot;">​</a></h1><blockquote><p><code>const</code> <strong>restErrorCodes</strong>: <code>object</code></p></blockquote><p>Error codes of RestClient, each with a message for the developer. The others are the server&#39;s.</p><h2 id="type-declaration" tabindex="-1">Type Declaration <a class="header-anchor" href="#type-declaration" aria-label="Permalink to &quot;Type Declaration&quot;">​</a></h2><h3 id="aborted" tabindex="-1">aborted <a class="header-anchor" href="#aborted" aria-label="Permalink to &quot;aborted&quot;">​</a></h3><blockquote><p><code>readonly</code> <strong>aborted</strong>: <code>&quot;The signal of the call was aborted&quot;</code> = <code>&#39;The signal of the call was aborted&#39;</code></p></blockquote><h3 id="admin-token-failed" tabindex="-1">admin-token-failed <a class="header-anchor" href="#admin-token-failed" aria-label="Permalink to &quot;admin-token-failed&quot;">​</a></h3><blockquote><p><code>readonly</code> <strong>admin-token-failed</strong>: <code>&quot;getAdminToken failed, its error is the cause; or it returned no token&quot;</code> = <code>&#39;getAdminToken failed, its error is the cause; or it returned no token&#39;</code></p></blockquote><h3 id="connection-failed" tabindex="-1">connection-failed <a class="header-anchor" href="#connection-failed" aria-label="Permalink to &quot;connection-failed&quot;">​</a></h3><blockquote><p><code>readonly</code> <strong>connection-failed</strong>: <code>&quot;The server was not reached, or the connection broke off before the answer was complete&quot;</code> = <code>&#39;The server was not reached, or the connection broke off before the answer was complete&#39;</code></p></blockquote><h3 id="not-hearthroom" tabindex="-1">not-hearthroom <a class="header-anchor" href="#not-hearthroom" aria-label="Permalink to &quot;not-hearthroom&quot;">​</a></h3><blockquote><p><code>readonly</code> <strong>not-hearthroom</strong>: <code>&quot;The answer is not one of the REST API of Hearthroom&quot;</code> = <code>&#39;The answer is not one of the REST API of Hearthroom&#39;</code></p></blockquote><h3 id="request-timeout" tabindex="-1">request-timeout <a class="header-anchor" href="#request-timeout" aria-label="Permalink to &quot;request-timeout&quot;">​</a></h3><blockquote><p><code>readonly</code> <strong>request-timeout</strong>: <code>&quot;The server did not answer in time&quot;</code> = <code>&#39;The server did not answer in time&#39;</code></p></blockquote></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/server/variables/restErrorCodes.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const restErrorCodes = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  restErrorCodes as default
};
