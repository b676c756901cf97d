import { existsSync } from "node:fs";
import modules from "node:module";
import { tmpdir } from "node:os";

/*
 * Imported before all else where a process begins. Node from 22 on keeps what it compiles between runs, in
 * its own folder among the temporary files or in NODE_COMPILE_CACHE; where it cannot, it goes on without. A
 * folder for temporary files that is not there is not made.
 */
const { enableCompileCache } = modules as { readonly enableCompileCache?: () => unknown };
if (process.env.NODE_COMPILE_CACHE !== undefined || existsSync(tmpdir())) enableCompileCache?.();
