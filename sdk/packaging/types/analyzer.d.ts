/** What is used of @custom-elements-manifest/analyzer, whose own types describe its configuration file only. */

declare module '@custom-elements-manifest/analyzer' {
  interface Described {
    name: string;
    description?: string;
    type?: { text: string };
    inheritedFrom?: unknown;
  }

  /** A part of https://github.com/webcomponents/custom-elements-manifest, schema 1.0.0. */
  export interface ElementDeclaration extends Described {
    kind: string;
    tagName?: string;
    superclass?: { name: string };
    attributes?: (Described & { fieldName?: string })[];
    members?: (Described & { kind: string; attribute?: string; readonly?: boolean })[];
    events?: Described[];
    cssProperties?: Described[];
    cssParts?: Described[];
    slots?: Described[];
  }

  export interface Manifest {
    schemaVersion: string;
    readme: string;
    modules: {
      kind: string;
      path: string;
      declarations: ElementDeclaration[];
      exports: { kind: string; name: string; declaration: { name: string; module: string } }[];
    }[];
  }

  export function create(options: { modules: unknown[]; plugins: unknown[]; context: { dev: boolean } }): Manifest;

  /** The TypeScript that the analyzer brings. */
  export const ts: {
    ModuleKind: { ESNext: number; NodeNext: number };
    ModuleResolutionKind: { NodeNext: number };
    ScriptTarget: { ES2022: number };
    sys: object;
    createSourceFile(name: string, text: string, target: number, setParents: boolean): unknown;
    preProcessFile(
      text: string,
      readImports: boolean,
      detectJs: boolean,
    ): { importedFiles: { fileName: string; pos: number }[] };
    resolveModuleName(
      name: string,
      from: string,
      options: object,
      host: object,
      cache: undefined,
      redirected: undefined,
      mode: number,
    ): { resolvedModule?: { resolvedFileName: string } };
  };
}

declare module '@custom-elements-manifest/analyzer/src/features/framework-plugins/lit/lit.js' {
  export function litPlugin(): unknown[];
}
