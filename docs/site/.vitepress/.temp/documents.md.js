import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Documentation","description":"","frontmatter":{},"headers":[],"relativePath":"documents.md","filePath":"documents.md"}');
const _sfc_main = { name: "documents.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="documentation" tabindex="-1">Documentation <a class="header-anchor" href="#documentation" aria-label="Permalink to &quot;Documentation&quot;">​</a></h1><table tabindex="0"><thead><tr><th>for</th><th>read</th></tr></thead><tbody><tr><td>people who embed sessions</td><td><a href="/docs/quick-start">quick start</a>, <a href="/docs/sessions">rooms, roles and sessions</a>, <a href="/docs/tour">a session in pictures</a>, <a href="/docs/element">the element</a>, <a href="/docs/frameworks">React, Vue, Svelte and plain HTML</a>, <a href="/docs/sdk">the SDK</a>, <a href="/docs/protocol">the protocol</a>, <a href="/docs/source/docs/reference/sdk-api.md.txt">the public API as one file</a>, <a href="/docs/errors">errors</a></td></tr><tr><td>operators</td><td><a href="/docs/operations">operations guide</a> (step by step), <a href="/docs/operations-reference">operations reference</a> (settings, ports, TLS, proxy, log, metrics, clock, backup), <a href="/docs/troubleshooting">troubleshooting</a>, <a href="/docs/turn">a TURN relay</a>, <a href="/docs/performance#how-much-a-server-carries">capacity</a></td></tr><tr><td>people responsible for security and data protection</td><td><a href="/docs/report-a-weakness">SECURITY</a>, <a href="/docs/security">security measures, API keys, revocation</a>, <a href="/docs/audit-log">audit log</a>, <a href="/docs/operations#what-is-stored-where">what is stored where</a></td></tr><tr><td>developers who change the code</td><td><a href="/docs/contributing">CONTRIBUTING</a>, <a href="/docs/architecture">architecture</a>, <a href="/docs/waiting-room">the waiting room and the rules</a>, <a href="/docs/media">media</a>, <a href="/docs/worker">the media worker</a>, <a href="/docs/decisions/">decisions</a></td></tr><tr><td>people who evaluate it</td><td><a href="/docs/performance">performance</a>, <a href="/docs/faults">faults</a></td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("documents.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const documents = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  documents as default
};
