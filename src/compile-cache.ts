import modules from "node:module";

/*
 * Imported before all else where a process begins. Node from 22 on keeps what it compiles between runs, in
 * its own folder among the temporary files or in NODE_COMPILE_CACHE; where it cannot, it goes on without.
 */
const { enableCompileCache } = modules as { readonly enableCompileCache?: () => unknown };
enableCompileCache?.();
