import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Function: useWaitingMessages()","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/react/functions/useWaitingMessages.md","filePath":"reference/sdk/react/functions/useWaitingMessages.md"}');
const _sfc_main = { name: "reference/sdk/react/functions/useWaitingMessages.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="function-usewaitingmessages" tabindex="-1">Function: useWaitingMessages() <a class="header-anchor" href="#function-usewaitingmessages" aria-label="Permalink to &quot;Function: useWaitingMessages()&quot;">​</a></h1><blockquote><p><strong>useWaitingMessages</strong>(): readonly <a href="./../interfaces/WaitingMessage"><code>WaitingMessage</code></a>[]</p></blockquote><p>For people who wait: the messages from hosts since this wait began.</p><h2 id="returns" tabindex="-1">Returns <a class="header-anchor" href="#returns" aria-label="Permalink to &quot;Returns&quot;">​</a></h2><p>readonly <a href="./../interfaces/WaitingMessage"><code>WaitingMessage</code></a>[]</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/react/functions/useWaitingMessages.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const useWaitingMessages = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  useWaitingMessages as default
};
