import assert from "node:assert/strict";
import { addressOf, inPackage, pageOf, version, type PackageFile } from "../../src/files";

describe("the address of the package's pages", () => {
    const home = "https://git.example/people/preflight";
    const rows: readonly (readonly [
        name: string,
        repository: PackageFile["repository"],
        expected: string | undefined,
    ])[] = [
        ["an address", home, home],
        ["an object, as npm writes it", { url: `git+${home}.git` }, home],
        ["a slash at the end", `${home}/`, home],
        ["none", undefined, undefined],
        ["an object without one", {}, undefined],
        ["a short name, which may be of any host", "people/preflight", undefined],
        ["one without encryption", "http://git.example/people/preflight", undefined],
        ["one for git alone", "git@git.example:people/preflight.git", undefined],
        ["something that ends a link", `${home})[x](https://other.example/a`, undefined],
    ];
    for (const [name, repository, expected] of rows) {
        it(`is made of ${name}`, () => {
            const own = repository === undefined ? {} : { repository };
            assert.equal(addressOf(undefined, own), expected);
            const page = expected === undefined ? undefined : `${expected}/blob/HEAD/docs/map.md`;
            assert.equal(addressOf("docs/map.md", own), page);
        });
    }

    it("is a place in the package where there is none", () => {
        const page = pageOf({ name: "task-logs" });
        assert.equal(
            inPackage(page),
            "docs/policies/task-logs.md in the package fargate-preflight",
        );
        assert.match(version(), /^\d+\.\d+\.\d+/);
    });
});
