import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Function: SessionProvider()","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/react/functions/SessionProvider.md","filePath":"reference/sdk/react/functions/SessionProvider.md"}');
const _sfc_main = { name: "reference/sdk/react/functions/SessionProvider.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="function-sessionprovider" tabindex="-1">Function: SessionProvider() <a class="header-anchor" href="#function-sessionprovider" aria-label="Permalink to &quot;Function: SessionProvider()&quot;">​</a></h1><blockquote><p><strong>SessionProvider</strong>(<code>props</code>): <code>ReactElement</code></p></blockquote><p>Provides one session to the hooks below it.</p><p>With options it makes the session, connects it after mounting, and leaves when it is unmounted or hidden by <code>&lt;Activity&gt;</code>; another <code>url</code> makes another one. The session calls <code>getToken</code> and <code>getPasscode</code> of the last render, and keeps the other options with which it was made. A session ends once: to come back, give the provider another <code>key</code>. With <code>session</code> it provides yours, and neither connects nor leaves.</p><p>Errors of connecting are not thrown: the state is then <code>closed</code>, with the code in <code>closeReason</code> (useSessionState).</p><h2 id="parameters" tabindex="-1">Parameters <a class="header-anchor" href="#parameters" aria-label="Permalink to &quot;Parameters&quot;">​</a></h2><h3 id="props" tabindex="-1">props <a class="header-anchor" href="#props" aria-label="Permalink to &quot;props&quot;">​</a></h3><p><a href="./../type-aliases/SessionProviderProps"><code>SessionProviderProps</code></a></p><h2 id="returns" tabindex="-1">Returns <a class="header-anchor" href="#returns" aria-label="Permalink to &quot;Returns&quot;">​</a></h2><p><code>ReactElement</code></p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/react/functions/SessionProvider.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const SessionProvider = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  SessionProvider as default
};
