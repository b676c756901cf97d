import eslint from "@eslint/js";
import { readdirSync } from "node:fs";
import tseslint from "typescript-eslint";

/** The rooms, leftmost first: each may import only from those to its left (and from itself). */
const rooms = [
    "knowable",
    "plan",
    "network",
    "iam",
    "workload",
    "reach",
    "capacity",
    "policy",
    "policies",
    "files",
    "rehearsal",
    "pack",
    "cli",
];

/** The folders within a room, which know each other. */
function foldersIn(room) {
    const entries = room === "policies" ? [] : readdirSync(`src/${room}`, { withFileTypes: true });
    return entries.filter((each) => each.isDirectory()).map(({ name }) => name);
}

const importDirections = rooms.map((room, i) => {
    const own = ["src", ...foldersIn(room)].join("|");
    // pack and cli stand side by side: neither knows the other. A pack never rehearses.
    const banned =
        room === "cli" ? ["pack"] : room === "pack" ? ["rehearsal", "cli"] : rooms.slice(i + 1);
    return {
        files: room === "policies" ? ["policies/**/*.ts"] : [`src/${room}/**/*.ts`],
        rules: {
            "no-restricted-imports": [
                "error",
                {
                    patterns: [
                        ...banned.map((other) => ({
                            regex: `^(\\.\\./)+(src/)?${other}(/|$)`,
                            message: `${room} must not import from ${other}: rooms only import from those before them.`,
                        })),
                        // A room is entered by its index alone.
                        {
                            regex: `^(\\.\\./)+(src/[a-z]+|(?!(?:${own})/)[a-z]+)/.+`,
                            message: "Import a room by its index.",
                        },
                        ...(room === "pack" || room === "plan"
                            ? []
                            : [
                                  {
                                      regex: "^@pulumi/policy",
                                      message:
                                          "Only src/pack and src/plan/analyzer.ts know the SDK.",
                                  },
                              ]),
                        {
                            regex: "^@pulumi/aws",
                            message: "The running pack must never load @pulumi/aws.",
                        },
                    ],
                },
            ],
        },
    };
});

export default tseslint.config(
    {
        ignores: [
            "bin/",
            ".pulumi-test/",
            ".venv-moto/",
            "coverage/",
            "node_modules/",
            "examples/",
            "test/pulumi/programs/",
        ],
    },
    eslint.configs.recommended,
    {
        files: ["**/*.ts"],
        extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
        languageOptions: {
            parserOptions: {
                project: ["./tsconfig.json", "./test/tsconfig.json"],
                tsconfigRootDir: import.meta.dirname,
            },
        },
        rules: {
            eqeqeq: "error",
            "@typescript-eslint/explicit-module-boundary-types": "error",
            "@typescript-eslint/switch-exhaustiveness-check": [
                "error",
                { considerDefaultExhaustiveForUnions: true },
            ],
        },
    },
    ...importDirections,
    {
        files: ["test/**/*.ts", "bench/**/*.ts"],
        rules: {
            // Rows of tables are short functions; what they return does not matter.
            "@typescript-eslint/no-confusing-void-expression": [
                "error",
                { ignoreVoidReturningFunctions: true },
            ],
            // A caller of a test's helper says what it expects to get.
            "@typescript-eslint/no-unnecessary-type-parameters": "off",
            "@typescript-eslint/no-unused-vars": [
                "error",
                { ignoreRestSiblings: true, varsIgnorePattern: "^_$" },
            ],
        },
    },
    {
        files: ["**/*.js", "**/*.mjs"],
        languageOptions: {
            sourceType: "commonjs",
            globals: {
                require: "readonly",
                module: "writable",
                process: "readonly",
                console: "readonly",
                __dirname: "readonly",
                setTimeout: "readonly",
                clearTimeout: "readonly",
                performance: "readonly",
            },
        },
    },
    // A part of it runs in a browser's page.
    {
        files: ["bench/map.js"],
        languageOptions: { globals: { document: "readonly", requestAnimationFrame: "readonly" } },
    },
    { files: ["**/*.mjs"], languageOptions: { sourceType: "module" } },
);
