import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: DeviceView","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/react/interfaces/DeviceView.md","filePath":"reference/sdk/react/interfaces/DeviceView.md"}');
const _sfc_main = { name: "reference/sdk/react/interfaces/DeviceView.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-deviceview" tabindex="-1">Interface: DeviceView <a class="header-anchor" href="#interface-deviceview" aria-label="Permalink to &quot;Interface: DeviceView&quot;">​</a></h1><p>One of this person&#39;s devices.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><h3 id="ison" tabindex="-1">isOn <a class="header-anchor" href="#ison" aria-label="Permalink to &quot;isOn&quot;">​</a></h3><blockquote><p><code>readonly</code> <strong>isOn</strong>: <code>boolean</code></p></blockquote><p>On, and neither muted nor interrupted: the others hear or see it while the session is joined.</p><hr><h3 id="isstarting" tabindex="-1">isStarting <a class="header-anchor" href="#isstarting" aria-label="Permalink to &quot;isStarting&quot;">​</a></h3><blockquote><p><code>readonly</code> <strong>isStarting</strong>: <code>boolean</code></p></blockquote><p>It is being opened; the browser may be asking the person.</p><hr><h3 id="seton" tabindex="-1">setOn <a class="header-anchor" href="#seton" aria-label="Permalink to &quot;setOn&quot;">​</a></h3><blockquote><p><code>readonly</code> <strong>setOn</strong>: (<code>isOn</code>, <code>options?</code>) =&gt; <code>Promise</code>&lt;<code>void</code>&gt;</p></blockquote><p>Switches it on or off, as LocalParticipant.setMicrophoneEnabled and the like. Resolves also when a later call takes effect instead. Rejects with HearthroomError.</p><h4 id="parameters" tabindex="-1">Parameters <a class="header-anchor" href="#parameters" aria-label="Permalink to &quot;Parameters&quot;">​</a></h4><h5 id="ison-1" tabindex="-1">isOn <a class="header-anchor" href="#ison-1" aria-label="Permalink to &quot;isOn&quot;">​</a></h5><p><code>boolean</code></p><h5 id="options" tabindex="-1">options? <a class="header-anchor" href="#options" aria-label="Permalink to &quot;options?&quot;">​</a></h5><p><a href="./../../src/interfaces/DeviceOptions"><code>DeviceOptions</code></a></p><h4 id="returns" tabindex="-1">Returns <a class="header-anchor" href="#returns" aria-label="Permalink to &quot;Returns&quot;">​</a></h4><p><code>Promise</code>&lt;<code>void</code>&gt;</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/react/interfaces/DeviceView.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const DeviceView = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  DeviceView as default
};
