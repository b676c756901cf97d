import assert from "node:assert/strict";
import { placeInWords, placeOf, uriOf } from "../../src/cli/place";

describe("places", () => {
    const rows: readonly (readonly [
        name: string,
        source: string | null,
        root: string | undefined,
        expected: string | undefined,
    ])[] = [
        ["a line and a column", "project:///index.ts#15,1", undefined, "index.ts:15:1"],
        ["a line", "project:///src/index.ts#15", undefined, "src/index.ts:15"],
        ["a file", "project:///index.ts", undefined, "index.ts"],
        [
            "below the repository's root",
            "project:///index.ts#1,2",
            "infra/net",
            "infra/net/index.ts:1:2",
        ],
        ["at the repository's root", "project:///index.ts#1,2", "", "index.ts:1:2"],
        [
            "a file beside the project",
            "project:///../lib/vpc.ts#3,1",
            "infra/app",
            "infra/lib/vpc.ts:3:1",
        ],
        [
            "a file above a project of unknown place",
            "project:///../lib/vpc.ts#3,1",
            undefined,
            undefined,
        ],
        ["a file above the repository", "project:///../../etc/passwd#1,1", "infra", undefined],
        ["the same, encoded", "project:///%2e%2e/%2e%2e/etc/passwd#1,1", "infra", undefined],
        ["an absolute path", "project:////etc/passwd#1,1", "infra", undefined],
        ["an absolute path, encoded", "project:///%2Fetc/passwd#1,1", "infra", undefined],
        ["a drive", "project:///C:/app/index.ts#1,1", undefined, undefined],
        ["the folder itself", "project:///.#1,1", undefined, undefined],
        ["a package", "project:///node_modules/@pulumi/awsx/x.js#1,1", undefined, undefined],
        ["an encoded name", "project:///my%20app/%23a.ts#1,1", undefined, "my app/#a.ts:1:1"],
        ["a name that is not encoded", "project:///100%.ts#1,1", undefined, "100%.ts:1:1"],
        ["line 0", "project:///index.ts#0,0", undefined, "index.ts"],
        ["column 0", "project:///index.ts#7,0", undefined, "index.ts:7"],
        ["a line beyond all", "project:///index.ts#99999999999999999999,1", undefined, "index.ts"],
        ["another kind of URI", "file:///home/me/index.ts#1,1", "infra", undefined],
        ["something else", "elsewhere", "infra", undefined],
        ["nothing", null, "infra", undefined],
    ];
    for (const [name, source, root, expected] of rows) {
        it(`reads ${name}`, () => {
            const place = placeOf(source, root);
            assert.equal(place === undefined ? undefined : placeInWords(place), expected);
        });
    }

    const uris: readonly (readonly [string, string])[] = [
        ["infra/index.ts", "infra/index.ts"],
        ["my app/#a?.ts", "my%20app/%23a%3F.ts"],
        ["a:b.ts", "a%3Ab.ts"],
        ["100%.ts", "100%25.ts"],
        ["ä\u0007\ud800.ts", "%C3%A4%07%EF%BF%BD.ts"],
    ];
    for (const [path, expected] of uris) {
        it(`writes ${JSON.stringify(path)} as a URI`, () => {
            assert.equal(uriOf(path), expected);
        });
    }
});
