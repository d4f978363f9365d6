import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Type Alias: SessionState","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/src/type-aliases/SessionState.md","filePath":"reference/sdk/src/type-aliases/SessionState.md"}');
const _sfc_main = { name: "reference/sdk/src/type-aliases/SessionState.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="type-alias-sessionstate" tabindex="-1">Type Alias: SessionState <a class="header-anchor" href="#type-alias-sessionstate" aria-label="Permalink to &quot;Type Alias: SessionState&quot;">​</a></h1><blockquote><p><strong>SessionState</strong> = <code>&quot;idle&quot;</code> | <code>&quot;connecting&quot;</code> | <code>&quot;waiting&quot;</code> | <code>&quot;joined&quot;</code> | <code>&quot;reconnecting&quot;</code> | <code>&quot;closed&quot;</code></p></blockquote><p>Lifecycle of a session:</p><pre><code>idle → connecting → waiting ⇄ joined → closed
                        ⇅        ⇅
                       reconnecting
</code></pre><p>Every state can change to <code>closed</code>, which is final.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/src/type-aliases/SessionState.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const SessionState = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  SessionState as default
};
