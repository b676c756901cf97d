"use strict";

// Types are checked by `npm run typecheck`; here the tests are only translated.
require("ts-node").register({
    transpileOnly: true,
    project: require("node:path").join(__dirname, "..", "tsconfig.json"),
});
