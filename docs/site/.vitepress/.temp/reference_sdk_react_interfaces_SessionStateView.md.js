import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: SessionStateView","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/react/interfaces/SessionStateView.md","filePath":"reference/sdk/react/interfaces/SessionStateView.md"}');
const _sfc_main = { name: "reference/sdk/react/interfaces/SessionStateView.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-sessionstateview" tabindex="-1">Interface: SessionStateView <a class="header-anchor" href="#interface-sessionstateview" aria-label="Permalink to &quot;Interface: SessionStateView&quot;">​</a></h1><p>Where the session is in its lifecycle.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><h3 id="closereason" tabindex="-1">closeReason <a class="header-anchor" href="#closereason" aria-label="Permalink to &quot;closeReason&quot;">​</a></h3><blockquote><p><code>readonly</code> <strong>closeReason</strong>: <a href="./../../src/type-aliases/SessionCloseReason"><code>SessionCloseReason</code></a> | <code>null</code></p></blockquote><p>The code with which it ended; null before.</p><hr><h3 id="message" tabindex="-1">message <a class="header-anchor" href="#message" aria-label="Permalink to &quot;message&quot;">​</a></h3><blockquote><p><code>readonly</code> <strong>message</strong>: <code>string</code> | <code>null</code></p></blockquote><p>A host&#39;s text about it: why the session is over, or why this person waits again.</p><hr><h3 id="state" tabindex="-1">state <a class="header-anchor" href="#state" aria-label="Permalink to &quot;state&quot;">​</a></h3><blockquote><p><code>readonly</code> <strong>state</strong>: <a href="./../../src/type-aliases/SessionState"><code>SessionState</code></a></p></blockquote></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/react/interfaces/SessionStateView.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const SessionStateView = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  SessionStateView as default
};
