const _imports_0 = "/docs/docs/pictures/session.webp";
export {
  _imports_0 as _
};
