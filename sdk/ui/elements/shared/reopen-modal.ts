/** A dialog that is moved stays open, but no longer above everything else (HTML, «dialog element», removing steps): puts it back there. */
export function reopenModal(dialog: HTMLDialogElement | null): void {
  if (!dialog?.open || dialog.matches(':modal')) return;
  // close() would tell listeners that the person had closed it.
  dialog.removeAttribute('open');
  dialog.showModal();
}
