import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Type Alias: Fault","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/src/type-aliases/Fault.md","filePath":"reference/sdk/src/type-aliases/Fault.md"}');
const _sfc_main = { name: "reference/sdk/src/type-aliases/Fault.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="type-alias-fault" tabindex="-1">Type Alias: Fault <a class="header-anchor" href="#type-alias-fault" aria-label="Permalink to &quot;Type Alias: Fault&quot;">​</a></h1><blockquote><p><strong>Fault</strong> = <code>&quot;signal-loss&quot;</code> | <code>&quot;media-loss&quot;</code> | <code>&quot;worker-death&quot;</code> | <code>&quot;server-restart&quot;</code> | <code>&quot;token-expiry&quot;</code></p></blockquote><p>A fault that <code>session.simulate</code> can cause. Defaults are in parentheses:</p><pre><code>signal-loss     the WebSocket is closed and can&#39;t be opened again for \`durationMs\` (5,000)
media-loss      no media passes in either direction for \`durationMs\` (5,000); ICE restarts after 2 s,
                8 s later the transports are created again
worker-death    the transports are lost, and are created again at once
server-restart  the server announces a restart and when to reconnect (\`durationMs\`, 2,000); transports are lost
token-expiry    the WebSocket is closed, and this many of the next tokens (\`tokens\`, 1) are refused as expired;
                with 2 or more the session ends with \`token-expired\`
</code></pre></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/src/type-aliases/Fault.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const Fault = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  Fault as default
};
