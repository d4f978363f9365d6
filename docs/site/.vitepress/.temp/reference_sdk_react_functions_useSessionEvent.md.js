import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Function: useSessionEvent()","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/react/functions/useSessionEvent.md","filePath":"reference/sdk/react/functions/useSessionEvent.md"}');
const _sfc_main = { name: "reference/sdk/react/functions/useSessionEvent.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="function-usesessionevent" tabindex="-1">Function: useSessionEvent() <a class="header-anchor" href="#function-usesessionevent" aria-label="Permalink to &quot;Function: useSessionEvent()&quot;">​</a></h1><blockquote><p><strong>useSessionEvent</strong>&lt;<code>Name</code>&gt;(<code>event</code>, <code>listener</code>): <code>void</code></p></blockquote><p>Calls the listener of the last render with each event of that name while the component is mounted.</p><h2 id="type-parameters" tabindex="-1">Type Parameters <a class="header-anchor" href="#type-parameters" aria-label="Permalink to &quot;Type Parameters&quot;">​</a></h2><h3 id="name" tabindex="-1">Name <a class="header-anchor" href="#name" aria-label="Permalink to &quot;Name&quot;">​</a></h3><p><code>Name</code> <em>extends</em> keyof <a href="./../../src/interfaces/SessionEvents"><code>SessionEvents</code></a></p><h2 id="parameters" tabindex="-1">Parameters <a class="header-anchor" href="#parameters" aria-label="Permalink to &quot;Parameters&quot;">​</a></h2><h3 id="event" tabindex="-1">event <a class="header-anchor" href="#event" aria-label="Permalink to &quot;event&quot;">​</a></h3><p><code>Name</code></p><h3 id="listener" tabindex="-1">listener <a class="header-anchor" href="#listener" aria-label="Permalink to &quot;listener&quot;">​</a></h3><p>(...<code>args</code>) =&gt; <code>void</code></p><h2 id="returns" tabindex="-1">Returns <a class="header-anchor" href="#returns" aria-label="Permalink to &quot;Returns&quot;">​</a></h2><p><code>void</code></p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/react/functions/useSessionEvent.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const useSessionEvent = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  useSessionEvent as default
};
