import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"server/src/store","description":"","frontmatter":{"search":false},"headers":[],"relativePath":"source/server/src/store/index.md","filePath":"source/server/src/store/index.md"}');
const _sfc_main = { name: "source/server/src/store/index.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="serversrcstore" tabindex="-1">server/src/store <a class="header-anchor" href="#serversrcstore" aria-label="Permalink to &quot;server/src/store&quot;">​</a></h1><ul><li><a href="/docs/source/server/src/store/shared/cursor.ts.txt">shared/cursor.ts</a></li><li><a href="/docs/source/server/src/store/shared/journal-rows.ts.txt">shared/journal-rows.ts</a></li><li><a href="/docs/source/server/src/store/shared/revocation-row.ts.txt">shared/revocation-row.ts</a></li><li><a href="/docs/source/server/src/store/shared/room-row.ts.txt">shared/room-row.ts</a></li><li><a href="/docs/source/server/src/store/shared/webhook-event.ts.txt">shared/webhook-event.ts</a></li><li><a href="/docs/source/server/src/store/sqlite/backup/backups.ts.txt">sqlite/backup/backups.ts</a></li><li><a href="/docs/source/server/src/store/sqlite/backup/names.ts.txt">sqlite/backup/names.ts</a></li><li><a href="/docs/source/server/src/store/sqlite/backup/note-backup.ts.txt">sqlite/backup/note-backup.ts</a></li><li><a href="/docs/source/server/src/store/sqlite/backup/thread.ts.txt">sqlite/backup/thread.ts</a></li><li><a href="/docs/source/server/src/store/sqlite/backup/write-backup.ts.txt">sqlite/backup/write-backup.ts</a></li><li><a href="/docs/source/server/src/store/sqlite/files/data-lock.ts.txt">sqlite/files/data-lock.ts</a></li><li><a href="/docs/source/server/src/store/sqlite/files/migrations.ts.txt">sqlite/files/migrations.ts</a></li><li><a href="/docs/source/server/src/store/sqlite/files/open-database.ts.txt">sqlite/files/open-database.ts</a></li><li><a href="/docs/source/server/src/store/sqlite/files/store-files.ts.txt">sqlite/files/store-files.ts</a></li><li><a href="/docs/source/server/src/store/sqlite/files/unwritable.ts.txt">sqlite/files/unwritable.ts</a></li><li><a href="/docs/source/server/src/store/sqlite/sqlite-store.ts.txt">sqlite/sqlite-store.ts</a></li><li><a href="/docs/source/server/src/store/sqlite/tables/audit-table.ts.txt">sqlite/tables/audit-table.ts</a></li><li><a href="/docs/source/server/src/store/sqlite/tables/journal-table.ts.txt">sqlite/tables/journal-table.ts</a></li><li><a href="/docs/source/server/src/store/sqlite/tables/outbox-table.ts.txt">sqlite/tables/outbox-table.ts</a></li><li><a href="/docs/source/server/src/store/sqlite/tables/receipts-table.ts.txt">sqlite/tables/receipts-table.ts</a></li><li><a href="/docs/source/server/src/store/sqlite/tables/revocations-table.ts.txt">sqlite/tables/revocations-table.ts</a></li><li><a href="/docs/source/server/src/store/sqlite/tables/server-secret.ts.txt">sqlite/tables/server-secret.ts</a></li><li><a href="/docs/source/server/src/store/sqlite/tables/transaction.ts.txt">sqlite/tables/transaction.ts</a></li><li><a href="/docs/source/server/src/store/store.ts.txt">store.ts</a></li></ul></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("source/server/src/store/index.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const index = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  index as default
};
