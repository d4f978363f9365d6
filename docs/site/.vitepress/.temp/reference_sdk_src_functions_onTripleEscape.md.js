import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Function: onTripleEscape()","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/src/functions/onTripleEscape.md","filePath":"reference/sdk/src/functions/onTripleEscape.md"}');
const _sfc_main = { name: "reference/sdk/src/functions/onTripleEscape.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="function-ontripleescape" tabindex="-1">Function: onTripleEscape() <a class="header-anchor" href="#function-ontripleescape" aria-label="Permalink to &quot;Function: onTripleEscape()&quot;">​</a></h1><blockquote><p><strong>onTripleEscape</strong>(<code>listener</code>, <code>target?</code>): () =&gt; <code>void</code></p></blockquote><p>Calls the listener when Escape is pressed three times within 1.5 s, wherever the focus is; for Session.safeExit. A key that is held down counts once.</p><h2 id="parameters" tabindex="-1">Parameters <a class="header-anchor" href="#parameters" aria-label="Permalink to &quot;Parameters&quot;">​</a></h2><h3 id="listener" tabindex="-1">listener <a class="header-anchor" href="#listener" aria-label="Permalink to &quot;listener&quot;">​</a></h3><p>() =&gt; <code>void</code></p><h3 id="target" tabindex="-1">target? <a class="header-anchor" href="#target" aria-label="Permalink to &quot;target?&quot;">​</a></h3><p><code>EventTarget</code> = <code>document</code></p><p>where key events are listened for; default: the page&#39;s document</p><h2 id="returns" tabindex="-1">Returns <a class="header-anchor" href="#returns" aria-label="Permalink to &quot;Returns&quot;">​</a></h2><p>a function that stops listening</p><p>() =&gt; <code>void</code></p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/src/functions/onTripleEscape.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const onTripleEscape = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  onTripleEscape as default
};
