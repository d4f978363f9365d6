import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Function: useChatMessages()","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/react/functions/useChatMessages.md","filePath":"reference/sdk/react/functions/useChatMessages.md"}');
const _sfc_main = { name: "reference/sdk/react/functions/useChatMessages.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="function-usechatmessages" tabindex="-1">Function: useChatMessages() <a class="header-anchor" href="#function-usechatmessages" aria-label="Permalink to &quot;Function: useChatMessages()&quot;">​</a></h1><blockquote><p><strong>useChatMessages</strong>(): readonly <code>object</code>[]</p></blockquote><p>The chat of this stay, in order; empty once the session is closed. Send with <code>useSession().chat.send</code>.</p><h2 id="returns" tabindex="-1">Returns <a class="header-anchor" href="#returns" aria-label="Permalink to &quot;Returns&quot;">​</a></h2><p>readonly <code>object</code>[]</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/react/functions/useChatMessages.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const useChatMessages = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  useChatMessages as default
};
