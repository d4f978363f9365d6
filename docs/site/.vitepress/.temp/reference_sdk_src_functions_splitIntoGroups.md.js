import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Function: splitIntoGroups()","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/src/functions/splitIntoGroups.md","filePath":"reference/sdk/src/functions/splitIntoGroups.md"}');
const _sfc_main = { name: "reference/sdk/src/functions/splitIntoGroups.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="function-splitintogroups" tabindex="-1">Function: splitIntoGroups() <a class="header-anchor" href="#function-splitintogroups" aria-label="Permalink to &quot;Function: splitIntoGroups()&quot;">​</a></h1><blockquote><p><strong>splitIntoGroups</strong>(<code>ids</code>, <code>size</code>, <code>random?</code>): <code>string</code>[][]</p></blockquote><p>Divides people at random into groups of <code>size</code> as far as possible. If the numbers don&#39;t fit, some groups are smaller or one larger, but nobody is alone (unless there is only one person).</p><h2 id="parameters" tabindex="-1">Parameters <a class="header-anchor" href="#parameters" aria-label="Permalink to &quot;Parameters&quot;">​</a></h2><h3 id="ids" tabindex="-1">ids <a class="header-anchor" href="#ids" aria-label="Permalink to &quot;ids&quot;">​</a></h3><p>readonly <code>string</code>[]</p><p>the people, by id</p><h3 id="size" tabindex="-1">size <a class="header-anchor" href="#size" aria-label="Permalink to &quot;size&quot;">​</a></h3><p><code>number</code></p><p>people in a group</p><h3 id="random" tabindex="-1">random? <a class="header-anchor" href="#random" aria-label="Permalink to &quot;random?&quot;">​</a></h3><p><code>RandomBelow</code> = <code>randomBelow</code></p><p>for tests; default: a cryptographic generator</p><h2 id="returns" tabindex="-1">Returns <a class="header-anchor" href="#returns" aria-label="Permalink to &quot;Returns&quot;">​</a></h2><p><code>string</code>[][]</p><p>the ids of each group; no groups without people</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/src/functions/splitIntoGroups.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const splitIntoGroups = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  splitIntoGroups as default
};
