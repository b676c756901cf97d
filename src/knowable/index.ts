export * from "./answer";
export * from "./value";
