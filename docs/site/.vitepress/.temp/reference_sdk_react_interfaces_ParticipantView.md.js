import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: ParticipantView","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/react/interfaces/ParticipantView.md","filePath":"reference/sdk/react/interfaces/ParticipantView.md"}');
const _sfc_main = { name: "reference/sdk/react/interfaces/ParticipantView.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-participantview" tabindex="-1">Interface: ParticipantView <a class="header-anchor" href="#interface-participantview" aria-label="Permalink to &quot;Interface: ParticipantView&quot;">​</a></h1><p>Another person, at one moment. Their tracks: useTrack.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><h3 id="away" tabindex="-1">away <a class="header-anchor" href="#away" aria-label="Permalink to &quot;away&quot;">​</a></h3><blockquote><p><code>readonly</code> <strong>away</strong>: <code>boolean</code></p></blockquote><p>In another place of the session than this client: neither seen nor heard for now.</p><hr><h3 id="connection" tabindex="-1">connection <a class="header-anchor" href="#connection" aria-label="Permalink to &quot;connection&quot;">​</a></h3><blockquote><p><code>readonly</code> <strong>connection</strong>: <code>&quot;connected&quot;</code> | <code>&quot;reconnecting&quot;</code></p></blockquote><p><code>reconnecting</code>: the connection is lost, and the seat is kept for its lease.</p><hr><h3 id="connectionquality" tabindex="-1">connectionQuality <a class="header-anchor" href="#connectionquality" aria-label="Permalink to &quot;connectionQuality&quot;">​</a></h3><blockquote><p><code>readonly</code> <strong>connectionQuality</strong>: <code>&quot;good&quot;</code> | <code>&quot;weak&quot;</code> | <code>&quot;lost&quot;</code></p></blockquote><hr><h3 id="id" tabindex="-1">id <a class="header-anchor" href="#id" aria-label="Permalink to &quot;id&quot;">​</a></h3><blockquote><p><code>readonly</code> <strong>id</strong>: <code>string</code></p></blockquote><hr><h3 id="label" tabindex="-1">label? <a class="header-anchor" href="#label" aria-label="Permalink to &quot;label?&quot;">​</a></h3><blockquote><p><code>readonly</code> <code>optional</code> <strong>label?</strong>: <code>string</code></p></blockquote><p>The real name or file number, for holders of <code>canSeeLabels</code>, if the token had one.</p><hr><h3 id="name" tabindex="-1">name <a class="header-anchor" href="#name" aria-label="Permalink to &quot;name&quot;">​</a></h3><blockquote><p><code>readonly</code> <strong>name</strong>: <code>string</code></p></blockquote><hr><h3 id="role" tabindex="-1">role <a class="header-anchor" href="#role" aria-label="Permalink to &quot;role&quot;">​</a></h3><blockquote><p><code>readonly</code> <strong>role</strong>: <code>&quot;therapist&quot;</code> | <code>&quot;cotherapist&quot;</code> | <code>&quot;client&quot;</code> | <code>&quot;observer&quot;</code></p></blockquote></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/react/interfaces/ParticipantView.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const ParticipantView = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  ParticipantView as default
};
