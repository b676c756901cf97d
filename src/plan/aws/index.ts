/*
 * What asks AWS. Few runs do, and it is many modules, so these are loaded when one does.
 */
export { AwsError, NoCredentials } from "./error";
export type { LookedUp } from "./lookup";
export type { Wish } from "./read";
export type { AwsSettings } from "./settings";

export async function lookUp(
    ...of: Parameters<typeof import("./lookup").lookUp>
): ReturnType<typeof import("./lookup").lookUp> {
    return (await import("./lookup")).lookUp(...of);
}

export async function takeSnapshot(
    ...of: Parameters<typeof import("./read").takeSnapshot>
): ReturnType<typeof import("./read").takeSnapshot> {
    return (await import("./read")).takeSnapshot(...of);
}
