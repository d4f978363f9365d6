import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Type Alias: SessionProviderProps","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/react/type-aliases/SessionProviderProps.md","filePath":"reference/sdk/react/type-aliases/SessionProviderProps.md"}');
const _sfc_main = { name: "reference/sdk/react/type-aliases/SessionProviderProps.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="type-alias-sessionproviderprops" tabindex="-1">Type Alias: SessionProviderProps <a class="header-anchor" href="#type-alias-sessionproviderprops" aria-label="Permalink to &quot;Type Alias: SessionProviderProps&quot;">​</a></h1><blockquote><p><strong>SessionProviderProps</strong> = (<a href="./../interfaces/ConnectingProps"><code>ConnectingProps</code></a> | { <code>session</code>: <a href="./../../src/classes/Session"><code>Session</code></a>; }) &amp; <code>object</code></p></blockquote><p>Props of SessionProvider: the options of a session that it makes, or a session of yours.</p><h2 id="type-declaration" tabindex="-1">Type Declaration <a class="header-anchor" href="#type-declaration" aria-label="Permalink to &quot;Type Declaration&quot;">​</a></h2><h3 id="children" tabindex="-1">children? <a class="header-anchor" href="#children" aria-label="Permalink to &quot;children?&quot;">​</a></h3><blockquote><p><code>optional</code> <strong>children?</strong>: <code>ReactNode</code></p></blockquote></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/react/type-aliases/SessionProviderProps.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const SessionProviderProps = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  SessionProviderProps as default
};
