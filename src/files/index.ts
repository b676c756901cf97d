export { collectBytes, readBytes } from "./bytes";
export { loadFacts } from "./facts";
export { asInputError, documentIn, InputError, jsonIn } from "./json";
export { addressOf, inPackage, packageFolder, pageOf, version, type PackageFile } from "./package";
