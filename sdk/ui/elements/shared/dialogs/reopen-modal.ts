/**
 * A modal dialog that is moved stays open but is no longer modal (WHATWG HTML, dialog element, removing steps): makes
 * it modal again.
 */
export function reopenModal(dialog: HTMLDialogElement | null): void {
  if (!dialog?.open || dialog.matches(':modal')) return;
  // close() would dispatch `close`, as if the person had closed it.
  dialog.removeAttribute('open');
  dialog.showModal();
}
