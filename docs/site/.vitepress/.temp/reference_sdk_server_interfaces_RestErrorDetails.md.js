import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: RestErrorDetails","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/server/interfaces/RestErrorDetails.md","filePath":"reference/sdk/server/interfaces/RestErrorDetails.md"}');
const _sfc_main = { name: "reference/sdk/server/interfaces/RestErrorDetails.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-resterrordetails" tabindex="-1">Interface: RestErrorDetails <a class="header-anchor" href="#interface-resterrordetails" aria-label="Permalink to &quot;Interface: RestErrorDetails&quot;">​</a></h1><p>Details of a RestError.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><h3 id="baseurl" tabindex="-1">baseUrl? <a class="header-anchor" href="#baseurl" aria-label="Permalink to &quot;baseUrl?&quot;">​</a></h3><blockquote><p><code>optional</code> <strong>baseUrl?</strong>: <code>string</code></p></blockquote><p>Address of the server, as in <code>url</code> of the client; missing: <code>docs</code> is a path.</p><hr><h3 id="cause" tabindex="-1">cause? <a class="header-anchor" href="#cause" aria-label="Permalink to &quot;cause?&quot;">​</a></h3><blockquote><p><code>optional</code> <strong>cause?</strong>: <code>unknown</code></p></blockquote><p>The error below this one.</p><hr><h3 id="correlationid" tabindex="-1">correlationId? <a class="header-anchor" href="#correlationid" aria-label="Permalink to &quot;correlationId?&quot;">​</a></h3><blockquote><p><code>optional</code> <strong>correlationId?</strong>: <code>string</code></p></blockquote><p>Identifies the request in the server&#39;s log.</p><hr><h3 id="operation" tabindex="-1">operation <a class="header-anchor" href="#operation" aria-label="Permalink to &quot;operation&quot;">​</a></h3><blockquote><p><strong>operation</strong>: <code>string</code></p></blockquote><p>Name of the operation in the OpenAPI document, such as <code>createRoom</code>.</p><hr><h3 id="retryafterms" tabindex="-1">retryAfterMs? <a class="header-anchor" href="#retryafterms" aria-label="Permalink to &quot;retryAfterMs?&quot;">​</a></h3><blockquote><p><code>optional</code> <strong>retryAfterMs?</strong>: <code>number</code></p></blockquote><p>How long the server asks to wait before the next attempt.</p><hr><h3 id="status" tabindex="-1">status? <a class="header-anchor" href="#status" aria-label="Permalink to &quot;status?&quot;">​</a></h3><blockquote><p><code>optional</code> <strong>status?</strong>: <code>number</code></p></blockquote><p>HTTP status of the answer; missing: there was no answer.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/server/interfaces/RestErrorDetails.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const RestErrorDetails = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  RestErrorDetails as default
};
