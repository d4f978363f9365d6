import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: ReconnectPolicy","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/src/interfaces/ReconnectPolicy.md","filePath":"reference/sdk/src/interfaces/ReconnectPolicy.md"}');
const _sfc_main = { name: "reference/sdk/src/interfaces/ReconnectPolicy.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-reconnectpolicy" tabindex="-1">Interface: ReconnectPolicy <a class="header-anchor" href="#interface-reconnectpolicy" aria-label="Permalink to &quot;Interface: ReconnectPolicy&quot;">​</a></h1><p>Decides how long to wait before the next attempt to connect. An application may supply its own.</p><h2 id="methods" tabindex="-1">Methods <a class="header-anchor" href="#methods" aria-label="Permalink to &quot;Methods&quot;">​</a></h2><h3 id="nextdelayms" tabindex="-1">nextDelayMs() <a class="header-anchor" href="#nextdelayms" aria-label="Permalink to &quot;nextDelayMs()&quot;">​</a></h3><blockquote><p><strong>nextDelayMs</strong>(<code>attempt</code>, <code>elapsedMs</code>): <code>number</code> | <code>null</code></p></blockquote><p>Called before each attempt.</p><h4 id="parameters" tabindex="-1">Parameters <a class="header-anchor" href="#parameters" aria-label="Permalink to &quot;Parameters&quot;">​</a></h4><h5 id="attempt" tabindex="-1">attempt <a class="header-anchor" href="#attempt" aria-label="Permalink to &quot;attempt&quot;">​</a></h5><p><code>number</code></p><p>0 for the first attempt after the connection was lost</p><h5 id="elapsedms" tabindex="-1">elapsedMs <a class="header-anchor" href="#elapsedms" aria-label="Permalink to &quot;elapsedMs&quot;">​</a></h5><p><code>number</code></p><p>milliseconds since it was lost</p><h4 id="returns" tabindex="-1">Returns <a class="header-anchor" href="#returns" aria-label="Permalink to &quot;Returns&quot;">​</a></h4><p><code>number</code> | <code>null</code></p><p>milliseconds to wait, or null to give up</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/src/interfaces/ReconnectPolicy.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const ReconnectPolicy = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  ReconnectPolicy as default
};
