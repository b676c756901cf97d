import assert from "node:assert/strict";
import { join } from "node:path";
import ts from "typescript";
import { policies } from "../../policies";
import { exampleOf } from "../support/pages";

const root = join(__dirname, "..", "..");

/** What the compiler says of some files that exist only here, beside the project's packages. */
function problemsIn(files: ReadonlyMap<string, string>): readonly string[] {
    const options: ts.CompilerOptions = {
        strict: true,
        noEmit: true,
        skipLibCheck: true,
        target: ts.ScriptTarget.ES2022,
        module: ts.ModuleKind.CommonJS,
        moduleResolution: ts.ModuleResolutionKind.Node10,
        types: [],
    };
    const host = ts.createCompilerHost(options);
    const inner = { fileExists: host.fileExists.bind(host), readFile: host.readFile.bind(host) };
    host.fileExists = (file) => files.has(file) || inner.fileExists(file);
    host.readFile = (file) => files.get(file) ?? inner.readFile(file);
    const program = ts.createProgram([...files.keys()], options, host);
    return ts.getPreEmitDiagnostics(program).map(({ file, messageText }) => {
        const text = ts.flattenDiagnosticMessageText(messageText, "\n");
        return `${file?.fileName ?? ""}: ${text}`;
    });
}

describe("the programs on the policies' pages", () => {
    it("are programs for @pulumi/aws", function () {
        // The compiler reads all types of the package.
        this.timeout(120_000);
        const files = new Map<string, string>();
        for (const policy of policies) {
            const { broken = "", fixed = "" } = exampleOf(policy) ?? {};
            // A module each: what they declare is their own.
            files.set(join(root, `${policy.name}.broken.ts`), broken);
            files.set(join(root, `${policy.name}.fixed.ts`), fixed);
        }
        assert.deepEqual(problemsIn(files), []);
    });
});
