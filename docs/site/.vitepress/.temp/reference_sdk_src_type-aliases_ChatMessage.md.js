import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Type Alias: ChatMessage","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/src/type-aliases/ChatMessage.md","filePath":"reference/sdk/src/type-aliases/ChatMessage.md"}');
const _sfc_main = { name: "reference/sdk/src/type-aliases/ChatMessage.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="type-alias-chatmessage" tabindex="-1">Type Alias: ChatMessage <a class="header-anchor" href="#type-alias-chatmessage" aria-label="Permalink to &quot;Type Alias: ChatMessage&quot;">​</a></h1><blockquote><p><strong>ChatMessage</strong> = <code>TObject</code>&lt;{ <code>at</code>: <code>TWith</code>&lt;<code>TInteger</code>, { <code>description</code>: <code>string</code>; }&gt;; <code>from</code>: <code>TObject</code>&lt;{ <code>name</code>: <code>TString</code>; <code>participantId</code>: <code>TWith</code>&lt;<code>TString</code>, { <code>description</code>: <code>string</code>; }&gt;; }&gt;; <code>participantId</code>: <code>TOptional</code>&lt;<code>TWith</code>&lt;<code>TString</code>, { <code>description</code>: <code>string</code>; }&gt;&gt;; <code>seq</code>: <code>TInteger</code>; <code>text</code>: <code>TString</code>; <code>to</code>: <code>TEnum</code>&lt;[<code>&quot;group&quot;</code>, <code>&quot;hosts&quot;</code>, <code>&quot;participant&quot;</code>]&gt;; }&gt;</p></blockquote><p>A chat message; relayed, never stored.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/src/type-aliases/ChatMessage.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const ChatMessage = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  ChatMessage as default
};
