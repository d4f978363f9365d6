import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Function: useSession()","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/react/functions/useSession.md","filePath":"reference/sdk/react/functions/useSession.md"}');
const _sfc_main = { name: "reference/sdk/react/functions/useSession.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="function-usesession" tabindex="-1">Function: useSession() <a class="header-anchor" href="#function-usesession" aria-label="Permalink to &quot;Function: useSession()&quot;">​</a></h1><blockquote><p><strong>useSession</strong>(): <a href="./../../src/classes/Session"><code>Session</code></a></p></blockquote><p>The session of the provider around this component, for its methods: <code>session.raiseHand()</code>. It is the same object until the session is replaced.</p><h2 id="returns" tabindex="-1">Returns <a class="header-anchor" href="#returns" aria-label="Permalink to &quot;Returns&quot;">​</a></h2><p><a href="./../../src/classes/Session"><code>Session</code></a></p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/react/functions/useSession.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const useSession = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  useSession as default
};
