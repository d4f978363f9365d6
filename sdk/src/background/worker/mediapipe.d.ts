/** The JavaScript around the WebAssembly, of which the package has no types. */
declare module '@mediapipe/tasks-vision/vision_wasm_internal.js' {
  const moduleFactory: (options: object) => Promise<object>;
  // biome-ignore lint/style/noDefaultExport: the package has no other.
  export default moduleFactory;
}
