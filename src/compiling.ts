import { existsSync } from "node:fs";
import modules from "node:module";
import { tmpdir } from "node:os";
import { setFlagsFromString } from "node:v8";

/*
 * How Node compiles this program; imported before all else where a process begins.
 *
 * Node from 22 on keeps what it compiles between runs, in its own folder among the temporary files or in
 * NODE_COMPILE_CACHE; where it cannot, it goes on without. A folder for temporary files that is not there is
 * not made.
 */
const { enableCompileCache } = modules as { readonly enableCompileCache?: () => unknown };
if (process.env.NODE_COMPILE_CACHE !== undefined || existsSync(tmpdir())) enableCompileCache?.();

/**
 * Older Nodes optimize early, and so a great deal that never pays back here: of sixty files, a third of the time
 * (bench/command.js). By major version, for each has switches of its own, and complains of others.
 */
const optimizeLater: Readonly<Record<string, string>> = {
    20: "--interrupt-budget=1000000",
    22: "--invocation-count-for-turbofan=30000",
};
const flag = optimizeLater[process.versions.node.split(".")[0] ?? ""];
if (flag !== undefined) setFlagsFromString(flag);
