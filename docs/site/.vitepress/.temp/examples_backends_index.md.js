import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Backends in other languages","description":"","frontmatter":{},"headers":[],"relativePath":"examples/backends/index.md","filePath":"examples/backends/index.md"}');
const _sfc_main = { name: "examples/backends/index.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="backends-in-other-languages" tabindex="-1">Backends in other languages <a class="header-anchor" href="#backends-in-other-languages" aria-label="Permalink to &quot;Backends in other languages&quot;">​</a></h1><p>Access tokens, admin tokens and the verification of webhooks, in one file each to copy into your backend. They need nothing but the standard library of the language.</p><table tabindex="0"><thead><tr><th>language</th><th>file</th><th>checked by</th></tr></thead><tbody><tr><td>Python ≥ 3.9</td><td><a href="/docs/source/examples/backends/python/hearthroom.py.txt">python/hearthroom.py</a></td><td><code>python3 check_vectors.py</code></td></tr><tr><td>Go ≥ 1.20</td><td><a href="/docs/source/examples/backends/go/hearthroom.go.txt">go/hearthroom.go</a></td><td><code>go test ./...</code></td></tr><tr><td>PHP ≥ 8.1</td><td><a href="/docs/source/examples/backends/php/hearthroom.php.txt">php/hearthroom.php</a></td><td><code>php check-vectors.php</code></td></tr><tr><td>.NET ≥ 8</td><td><a href="/docs/source/examples/backends/dotnet/Hearthroom.cs.txt">dotnet/Hearthroom.cs</a></td><td><code>dotnet run</code></td></tr></tbody></table><p>All are compared with <a href="/docs/source/examples/backends/vectors.json.txt">vectors.json</a>, which the SDK and the server make: the tokens exactly, and the outcome for each delivery of a webhook. <code>npm test -- test/unit/examples</code> runs the checks of the languages that are installed and names the others as skipped. The helper for .NET has not been compiled yet: no machine that tests this repository has .NET.</p><p>An empty webhook secret, such as one from an environment variable that is not set, is refused with an error that is not one of a delivery: answer 500 and set the secret. <code>whsec_</code> without a key counts as empty.</p><p>The tokens are signed with a shared secret (HS256). With a private key (EdDSA, ES256) use a JWT library of your language; <a href="/docs/protocol#tokens">the protocol</a> lists header and claims.</p><p>For the REST API, generate a client from the OpenAPI document that your server serves at <code>/v1/openapi.json</code>, for example with <a href="https://openapi-generator.tech" target="_blank" rel="noreferrer">OpenAPI Generator</a>. On Node use <a href="/docs/sdk#backend"><code>@hearthroom/sdk/server</code></a>.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("examples/backends/index.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const index = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  index as default
};
