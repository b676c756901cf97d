import type * as Mcp from "@modelcontextprotocol/sdk/server/mcp.js";
import type * as Stdio from "@modelcontextprotocol/sdk/server/stdio.js";
import type * as Types from "@modelcontextprotocol/sdk/types.js";
import { InputError } from "../../files";

/** The parts of the SDK of the Model Context Protocol that are used. */
export type McpSdk = typeof Mcp & typeof Stdio & typeof Types;

const name = "@modelcontextprotocol/sdk";

/**
 * Loads the SDK, an optional peer as that of AWS is: nobody needs it who does not start this server.
 *
 * @throws InputError that says what to install
 */
export function loadMcpSdk(): McpSdk {
    try {
        const parts = ["server/mcp.js", "server/stdio.js", "types.js"].map(
            // eslint-disable-next-line @typescript-eslint/no-require-imports -- only when it is asked for
            (part) => require(`${name}/${part}`) as object,
        );
        return Object.assign({}, ...parts) as McpSdk;
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "MODULE_NOT_FOUND") throw error;
        throw new InputError(
            `the SDK of the Model Context Protocol is not installed; run \`npm install --save-dev ${name}\` where fargate-preflight is installed`,
        );
    }
}
