// Here, so that it is found among what is installed beside it.
export { Stryker } from "@stryker-mutator/core";
