import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Type Alias: GoRound","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/src/type-aliases/GoRound.md","filePath":"reference/sdk/src/type-aliases/GoRound.md"}');
const _sfc_main = { name: "reference/sdk/src/type-aliases/GoRound.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="type-alias-goround" tabindex="-1">Type Alias: GoRound <a class="header-anchor" href="#type-alias-goround" aria-label="Permalink to &quot;Type Alias: GoRound&quot;">​</a></h1><blockquote><p><strong>GoRound</strong> = <code>TObject</code>&lt;{ <code>missed</code>: <code>TOptional</code>&lt;<code>TArray</code>&lt;<code>TString</code>&gt;&gt;; <code>muteOthers</code>: <code>TBoolean</code>; <code>order</code>: <code>TArray</code>&lt;<code>TString</code>&gt;; <code>passesAt</code>: <code>TOptional</code>&lt;<code>TWith</code>&lt;<code>TInteger</code>, { <code>description</code>: <code>string</code>; }&gt;&gt;; <code>pausedBecause</code>: <code>TOptional</code>&lt;<code>TEnum</code>&lt;[<code>&quot;by-host&quot;</code>, <code>&quot;held&quot;</code>, <code>&quot;connection-lost&quot;</code>, <code>&quot;apart&quot;</code>]&gt;&gt;; <code>remainingMs</code>: <code>TUnion</code>&lt;[<code>TInteger</code>, <code>TNull</code>]&gt;; <code>secondsPerPerson</code>: <code>TUnion</code>&lt;[<code>TInteger</code>, <code>TNull</code>]&gt;; <code>state</code>: <code>TEnum</code>&lt;[<code>&quot;running&quot;</code>, <code>&quot;paused&quot;</code>]&gt;; <code>turn</code>: <code>TInteger</code>; <code>turnEndsAt</code>: <code>TUnion</code>&lt;[<code>TInteger</code>, <code>TNull</code>]&gt;; }&gt;</p></blockquote><p>The round of turns: the order, the current turn and its time.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/src/type-aliases/GoRound.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const GoRound = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  GoRound as default
};
