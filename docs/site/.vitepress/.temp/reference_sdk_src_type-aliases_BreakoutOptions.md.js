import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Type Alias: BreakoutOptions","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/src/type-aliases/BreakoutOptions.md","filePath":"reference/sdk/src/type-aliases/BreakoutOptions.md"}');
const _sfc_main = { name: "reference/sdk/src/type-aliases/BreakoutOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="type-alias-breakoutoptions" tabindex="-1">Type Alias: BreakoutOptions <a class="header-anchor" href="#type-alias-breakoutoptions" aria-label="Permalink to &quot;Type Alias: BreakoutOptions&quot;">​</a></h1><blockquote><p><strong>BreakoutOptions</strong> = { <code>groups</code>: <code>object</code>[]; <code>seconds?</code>: <code>number</code>; } | { <code>names?</code>: <code>string</code>[]; <code>seconds?</code>: <code>number</code>; <code>size</code>: <code>2</code> | <code>3</code>; }</p></blockquote><p>Options of <code>Session.startBreakout</code>: groups that a host has chosen, or clients divided at random into groups of two or three. <code>seconds</code> is 30 to 7,200; default: the groups last until they are called back.</p><h2 id="union-members" tabindex="-1">Union Members <a class="header-anchor" href="#union-members" aria-label="Permalink to &quot;Union Members&quot;">​</a></h2><h3 id="type-literal" tabindex="-1">Type Literal <a class="header-anchor" href="#type-literal" aria-label="Permalink to &quot;Type Literal&quot;">​</a></h3><p>{ <code>groups</code>: <code>object</code>[]; <code>seconds?</code>: <code>number</code>; }</p><hr><h3 id="type-literal-1" tabindex="-1">Type Literal <a class="header-anchor" href="#type-literal-1" aria-label="Permalink to &quot;Type Literal&quot;">​</a></h3><p>{ <code>names?</code>: <code>string</code>[]; <code>seconds?</code>: <code>number</code>; <code>size</code>: <code>2</code> | <code>3</code>; }</p><h4 id="names" tabindex="-1">names? <a class="header-anchor" href="#names" aria-label="Permalink to &quot;names?&quot;">​</a></h4><blockquote><p><code>optional</code> <strong>names?</strong>: <code>string</code>[]</p></blockquote><p>Names of the groups, in order. A group without one is named by its number.</p><h4 id="seconds" tabindex="-1">seconds? <a class="header-anchor" href="#seconds" aria-label="Permalink to &quot;seconds?&quot;">​</a></h4><blockquote><p><code>optional</code> <strong>seconds?</strong>: <code>number</code></p></blockquote><p>30 to 7,200; default: the groups last until they are called back.</p><h4 id="size" tabindex="-1">size <a class="header-anchor" href="#size" aria-label="Permalink to &quot;size&quot;">​</a></h4><blockquote><p><strong>size</strong>: <code>2</code> | <code>3</code></p></blockquote></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/src/type-aliases/BreakoutOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const BreakoutOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  BreakoutOptions as default
};
