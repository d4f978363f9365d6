import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Function: createReconnectPolicy()","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/src/functions/createReconnectPolicy.md","filePath":"reference/sdk/src/functions/createReconnectPolicy.md"}');
const _sfc_main = { name: "reference/sdk/src/functions/createReconnectPolicy.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="function-createreconnectpolicy" tabindex="-1">Function: createReconnectPolicy() <a class="header-anchor" href="#function-createreconnectpolicy" aria-label="Permalink to &quot;Function: createReconnectPolicy()&quot;">​</a></h1><blockquote><p><strong>createReconnectPolicy</strong>(<code>random?</code>): <a href="./../interfaces/ReconnectPolicy"><code>ReconnectPolicy</code></a></p></blockquote><p>The default policy: delays double from 300 ms to 5 s, each reduced by a random part of up to one half, so that a group does not reconnect at the same moment. Gives up after ten minutes.</p><h2 id="parameters" tabindex="-1">Parameters <a class="header-anchor" href="#parameters" aria-label="Permalink to &quot;Parameters&quot;">​</a></h2><h3 id="random" tabindex="-1">random? <a class="header-anchor" href="#random" aria-label="Permalink to &quot;random?&quot;">​</a></h3><p>() =&gt; <code>number</code></p><p>returns a number from 0 to 1; for tests</p><h2 id="returns" tabindex="-1">Returns <a class="header-anchor" href="#returns" aria-label="Permalink to &quot;Returns&quot;">​</a></h2><p><a href="./../interfaces/ReconnectPolicy"><code>ReconnectPolicy</code></a></p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/src/functions/createReconnectPolicy.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const createReconnectPolicy = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  createReconnectPolicy as default
};
