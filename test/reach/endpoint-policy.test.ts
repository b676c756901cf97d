import assert from "node:assert/strict";
import type { Raw } from "../../src/plan";
import { layerCall } from "../../src/reach/calls";
import type { HopAnswer } from "../../src/reach/connection";
import { allows, type Call } from "../../src/reach/endpoint-policy";
import { encrypted, resourceOf, unknown } from "../plan/support";

/** Of ECR's bucket for image layers, every object. */
const layers = layerCall("us-east-1");
/** A file of the program's own. */
const file: Call = { action: "s3:GetObject", resource: "arn:aws:s3:::assets/app.env" };
/** Calls whose resource is the program's own affair. */
const login: Call = { action: "ecr:GetAuthorizationToken" };
const pull: Call = { action: "ecr:BatchGetImage" };

const bucket = "arn:aws:s3:::prod-us-east-1-starport-layer-bucket";
const role = "arn:aws:iam::123456789012:role/app";
const condition = { StringEquals: { "aws:PrincipalOrgID": "o-0123456789" } };
const s3 = { urn: "urn:s3", kind: "vpcEndpoint", name: "s3", label: "VPC endpoint" } as const;

type Statement = Readonly<Record<string, Raw>>;

function allow(parts: Statement = {}): Statement {
    return { Effect: "Allow", Principal: "*", Action: "*", Resource: "*", ...parts };
}

function deny(parts: Statement = {}): Statement {
    return allow({ Effect: "Deny", ...parts });
}

/** Without these keys, for what says `NotAction` in place of `Action`. */
function without(statement: Statement, ...keys: readonly string[]): Statement {
    return Object.fromEntries(Object.entries(statement).filter(([key]) => !keys.includes(key)));
}

function allowAllBut(key: "Action" | "Resource", value: Raw): Statement {
    return without(allow({ [`Not${key}`]: value }), key);
}

function denyAllBut(key: "Action" | "Resource", value: Raw): Statement {
    return without(deny({ [`Not${key}`]: value }), key);
}

/** A policy, as its statements or as it stands in the program, and the call that it is asked about. */
interface Row {
    readonly name: string;
    readonly statements?: readonly Statement[];
    readonly policy?: Raw;
    readonly call?: Call;
}

const rows: Readonly<Record<HopAnswer["verdict"], readonly Row[]>> = {
    ok: [
        { name: "no policy" },
        { name: "an empty text", policy: "" },
        { name: "full access", statements: [allow()] },
        {
            name: "full access for every AWS principal",
            statements: [allow({ Principal: { AWS: "*" } })],
        },
        {
            name: "the policy that AWS gives by default",
            policy: '{"Version":"2008-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}',
        },
        {
            name: "the layer bucket alone",
            statements: [allow({ Action: "s3:GetObject", Resource: `${bucket}/*` })],
        },
        {
            name: "the layer bucket among others",
            statements: [
                allow({
                    Action: ["s3:GetObject", "s3:PutObject"],
                    Resource: ["arn:aws:s3:::assets/*", `${bucket}/*`],
                }),
            ],
        },
        {
            name: "a second statement that allows it",
            statements: [
                allow({ Action: "s3:PutObject" }),
                allow({ Action: "s3:GetObject", Resource: `${bucket}/*` }),
            ],
        },
        {
            name: "the layer buckets of every region",
            statements: [allow({ Resource: "arn:aws:s3:::prod-*-starport-layer-bucket/*" })],
        },
        {
            name: "a pattern with one character open",
            statements: [
                allow({ Resource: "arn:aws:s3:::prod-us-east-?-starport-layer-bucket/*" }),
            ],
        },
        { name: "every bucket", statements: [allow({ Resource: "arn:aws:s3:::*" })] },
        { name: "every object", statements: [allow({ Resource: "arn:aws:s3:::*/*" })] },
        { name: "every partition", statements: [allow({ Resource: "arn:*:s3:::*" })] },
        ...["s3:*", "s3:Get*", "s3:*Object", "s3:Get?bject", "S3:getobject", "*:*"].map(
            (Action) => ({ name: `the action ${Action}`, statements: [allow({ Action })] }),
        ),
        {
            name: "every action but another",
            statements: [allowAllBut("Action", ["s3:DeleteObject", "s3:PutBucket*"])],
        },
        {
            name: "every resource but another",
            statements: [allowAllBut("Resource", "arn:aws:s3:::secret/*")],
        },
        { name: "a Deny of another action", statements: [allow(), deny({ Action: "s3:Put*" })] },
        {
            name: "a Deny of another bucket",
            statements: [allow(), deny({ Resource: "arn:aws:s3:::secret/*" })],
        },
        {
            name: "a Deny of every action but this",
            statements: [allow(), denyAllBut("Action", ["s3:GetObject", "s3:ListBucket"])],
        },
        {
            name: "a Deny of every resource but the layer bucket",
            statements: [allow(), denyAllBut("Resource", ["arn:aws:s3:::assets/*", `${bucket}/*`])],
        },
        {
            name: "a Deny of another action, with a condition, for a named principal",
            statements: [
                allow(),
                deny({ Action: "s3:Put*", Condition: condition, Principal: { AWS: role } }),
            ],
        },
        {
            name: "ECR's calls, on every resource",
            statements: [allow({ Action: ["ecr:GetAuthorizationToken", "ecr:BatchGetImage"] })],
            call: pull,
        },
        {
            name: "a file, by its bucket",
            statements: [allow({ Action: "s3:GetObject", Resource: "arn:aws:s3:::assets/*" })],
            call: file,
        },
        {
            name: "a file, by a pattern of one character each",
            statements: [allow({ Resource: "arn:aws:s3:::assets/???.env" })],
            call: file,
        },
        {
            name: "a file, beside a Deny of other files of its bucket",
            statements: [allow(), deny({ Resource: "arn:aws:s3:::assets/*.json" })],
            call: file,
        },
    ],
    violated: [
        { name: "no statement", statements: [] },
        {
            name: "another bucket alone",
            statements: [allow({ Action: "s3:GetObject", Resource: "arn:aws:s3:::assets/*" })],
        },
        {
            name: "another bucket alone, by a pattern",
            statements: [allow({ Resource: ["arn:aws:s3:::assets-*", "arn:aws:s3:::logs-?/*"] })],
        },
        {
            name: "the layer bucket of another region",
            statements: [
                allow({ Resource: "arn:aws:s3:::prod-us-west-2-starport-layer-bucket/*" }),
            ],
        },
        {
            name: "the layer bucket of another partition",
            statements: [
                allow({ Resource: "arn:aws-cn:s3:::prod-us-east-1-starport-layer-bucket/*" }),
            ],
        },
        {
            name: "the layer bucket in capitals",
            statements: [allow({ Resource: `${bucket.toUpperCase()}/*` })],
        },
        {
            name: "the layer bucket itself, and not its objects",
            statements: [allow({ Action: "s3:*", Resource: bucket })],
        },
        {
            name: "another action alone",
            statements: [allow({ Action: ["s3:PutObject", "s3:ListBucket"] })],
        },
        {
            name: "an action that only begins alike",
            statements: [allow({ Action: "s3:GetObjec" })],
        },
        {
            name: "an action with one character too few",
            statements: [allow({ Action: "s3:GetObject?" })],
        },
        { name: "another service's actions", statements: [allow({ Action: "ecr:*" })] },
        { name: "a Deny alone", statements: [deny({ Action: "s3:Put*" })] },
        { name: "a Deny of everything", statements: [allow(), deny()] },
        { name: "a Deny of everything, before the Allow", statements: [deny(), allow()] },
        {
            name: "a Deny of the layer bucket",
            statements: [allow(), deny({ Action: "s3:Get*", Resource: `${bucket}/*` })],
        },
        {
            name: "a Deny of every layer bucket",
            statements: [
                allow(),
                deny({ Resource: "arn:aws:s3:::prod-*-starport-layer-bucket/*" }),
            ],
        },
        {
            name: "a Deny of every resource but one's own bucket",
            statements: [allow(), denyAllBut("Resource", "arn:aws:s3:::assets/*")],
        },
        {
            name: "a Deny of every action but another",
            statements: [allow(), denyAllBut("Action", "s3:PutObject")],
        },
        { name: "every action but this", statements: [allowAllBut("Action", "s3:Get*")] },
        {
            name: "every resource but the layer bucket",
            statements: [allowAllBut("Resource", `${bucket}/*`)],
        },
        {
            name: "another bucket alone, with a condition, for a named principal",
            statements: [
                allow({
                    Resource: "arn:aws:s3:::assets/*",
                    Condition: condition,
                    Principal: { AWS: role },
                }),
            ],
        },
        {
            name: "a Deny of everything beside what is not known",
            statements: [allow({ Action: unknown }), deny()],
        },
        {
            name: "the registry without the login",
            statements: [allow({ Action: "ecr:Batch*" })],
            call: login,
        },
        {
            name: "the layer bucket, and not the program's own file",
            statements: [allow({ Resource: `${bucket}/*` })],
            call: file,
        },
        {
            name: "other files of a file's bucket",
            statements: [allow({ Resource: "arn:aws:s3:::assets/*.json" })],
            call: file,
        },
        {
            name: "a Deny of a file's bucket",
            statements: [allow(), deny({ Resource: "arn:aws:s3:::assets/*" })],
            call: file,
        },
    ],
    "cannot-know": [
        { name: "a policy that is not known", policy: unknown },
        { name: "a secret policy", policy: encrypted },
        { name: "an effect that is not known", statements: [allow({ Effect: unknown })] },
        {
            name: "an effect that is not known, beside full access",
            statements: [allow(), allow({ Effect: unknown })],
        },
        { name: "an action that is not known", statements: [allow({ Action: unknown })] },
        {
            name: "an action among others that is not known",
            statements: [allow({ Action: ["s3:PutObject", unknown] })],
        },
        { name: "a resource that is not known", statements: [allow({ Resource: unknown })] },
        {
            name: "a resource that is known in part",
            statements: [allow({ Resource: `arn:aws:s3:::${unknown}/*` })],
        },
        { name: "a principal that is not known", statements: [allow({ Principal: unknown })] },
        {
            name: "a Deny of a resource that is not known",
            statements: [allow(), deny({ Resource: unknown })],
        },
        {
            name: "every resource but one that is not known",
            statements: [allowAllBut("Resource", [unknown])],
        },
        {
            name: "a statement among others that is not known",
            policy: `{"Statement":["${unknown}",{"Effect":"Allow","Principal":"*","Action":"s3:PutObject","Resource":"*"}]}`,
        },
        { name: "an Allow with a condition", statements: [allow({ Condition: condition })] },
        {
            name: "a Deny with a condition",
            statements: [
                allow(),
                deny({ Condition: { Bool: { "aws:SecureTransport": "false" } } }),
            ],
        },
        {
            name: "an Allow for a named role",
            statements: [allow({ Principal: { AWS: role } })],
        },
        {
            name: "an Allow for an account",
            statements: [allow({ Principal: { AWS: ["123456789012", "210987654321"] } })],
        },
        {
            name: "an Allow for everyone but a role",
            statements: [without(allow({ NotPrincipal: { AWS: role } }), "Principal")],
        },
        { name: "an Allow that names no principal", statements: [without(allow(), "Principal")] },
        {
            name: "a Deny for a named role",
            statements: [allow(), deny({ Principal: { AWS: role } })],
        },
        {
            name: "an Allow of a part of the layers",
            statements: [allow({ Resource: `${bucket}/a*` })],
        },
        {
            name: "a Deny of a part of the layers",
            statements: [allow(), deny({ Resource: `${bucket}/a*` })],
        },
        {
            name: "an Allow of the layers with a name of one character",
            statements: [allow({ Resource: `${bucket}/?` })],
        },
        {
            name: "a Deny of the layers with a name of one character",
            statements: [allow(), deny({ Resource: `${bucket}/?` })],
        },
        {
            name: "a resource with a variable of the policy",
            statements: [
                allow({
                    Resource: "arn:aws:s3:::prod-${aws:RequestedRegion}-starport-layer-bucket/*",
                }),
            ],
        },
        {
            name: "ECR's calls, on repositories",
            statements: [
                allow({
                    Action: "ecr:*",
                    Resource: "arn:aws:ecr:us-east-1:123456789012:repository/app",
                }),
            ],
            call: pull,
        },
        { name: "a text that is no JSON", policy: "Allow all" },
        { name: "JSON that is cut off", policy: '{"Statement":[{"Effect":"Allow"' },
        { name: "a list in place of a policy", policy: "[]" },
        { name: "a number in place of a policy", policy: "5" },
        { name: "a text in place of the statements", policy: '{"Statement":"Allow"}' },
        { name: "a text in place of a statement", policy: '{"Statement":["Allow"]}' },
        {
            name: "a statement without effect, beside full access",
            statements: [allow(), without(allow(), "Effect")],
        },
        {
            name: "an effect that is none, beside full access",
            statements: [allow(), allow({ Effect: "Permit" })],
        },
        { name: "a statement without action", statements: [without(allow(), "Action")] },
    ],
};

/** The place of a policy in an endpoint. */
function ask(policy: Raw | undefined, call: Call): HopAnswer {
    const inputs = policy === undefined ? {} : { policy };
    const endpoint = resourceOf({ type: "aws:ec2/vpcEndpoint:VpcEndpoint", inputs });
    return allows(endpoint.at("policy"), call, s3);
}

function textOf(statements: Raw): string {
    return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/** The same statement in the other spelling: a list of one in place of a text. */
function withLists(statement: Statement): Statement {
    const listed = (value: Raw): Raw => (typeof value === "string" ? [value] : value);
    return Object.fromEntries(
        Object.entries(statement).map(([key, value]) => [
            key,
            /Action|Resource/.test(key) ? listed(value) : value,
        ]),
    );
}

/** The same JSON with each of its texts unknown in turn. */
function* hiding(json: Raw): Iterable<Raw> {
    if (typeof json === "string") yield unknown;
    if (typeof json !== "object" || json === null) return;
    const parts = Object.entries(json as Statement);
    for (const [key, value] of parts) {
        for (const hidden of hiding(value)) {
            const changed = parts.map(
                ([each, own]) => [each, each === key ? hidden : own] as const,
            );
            yield Array.isArray(json)
                ? changed.map(([, each]) => each)
                : Object.fromEntries(changed);
        }
    }
}

const asked = Object.entries(rows).flatMap(([verdict, list]) =>
    list.map((row) => ({ verdict, call: layers, ...row })),
);

describe("the policy of an endpoint", () => {
    for (const { verdict, name, statements, policy, call } of asked) {
        it(`${name}: ${verdict}`, () => {
            const text = statements === undefined ? policy : textOf(statements);
            assert.equal(ask(text, call).verdict, verdict);
        });
    }

    it("means the same in each spelling", () => {
        for (const { name, statements = [], call } of asked) {
            const { verdict } = ask(textOf(statements), call);
            const [only] = statements;
            const spellings = [
                textOf(statements.map(withLists)),
                ` ${JSON.stringify({ Statement: statements }, undefined, 2)}\n`,
                ...(only !== undefined && statements.length === 1 ? [textOf(only)] : []),
            ];
            for (const text of spellings) assert.equal(ask(text, call).verdict, verdict, name);
        }
    });

    it("never turns round where a part of it is not known", () => {
        for (const { name, statements = [], call } of asked) {
            const { verdict } = ask(textOf(statements), call);
            for (const hidden of hiding(statements)) {
                const answer = ask(textOf(hidden), call);
                assert.ok([verdict, "cannot-know"].includes(answer.verdict), name);
            }
        }
    });

    it("says whether it denies a call, or does not allow it", () => {
        const told = (statements: readonly Statement[], call: Call): unknown => {
            const [first] = ask(textOf(statements), call).evidence;
            const { code, says, fix } = first?.stop ?? {};
            return { urn: first?.urn, code, says, fix };
        };
        const on = `s3:GetObject on ${bucket}/*`;
        assert.deepEqual(told([allow(), deny()], layers), {
            urn: s3.urn,
            code: "endpoint-policy-denies",
            says: `its policy denies ${on}`,
            fix: `take what denies ${on} out of the policy of the endpoint s3`,
        });
        assert.deepEqual(told([allow({ Action: "s3:Put*" })], layers), {
            urn: s3.urn,
            code: "endpoint-policy-does-not-allow",
            says: `its policy does not allow ${on}`,
            fix: `allow ${on} in the policy of the VPC endpoint s3`,
        });
    });

    it("does not tell the program's own resources", () => {
        const [first] = ask(textOf([deny()]), file).evidence;
        assert.equal(first?.stop?.says, "its policy denies s3:GetObject");
        assert.doesNotMatch(`${first.stop.says} ${first.stop.fix ?? ""}`, /assets/);
    });

    it("names itself where it cannot be known, and never what it says", () => {
        for (const { name, statements, policy } of rows["cannot-know"]) {
            const answer = ask(statements === undefined ? policy : textOf(statements), layers);
            if (answer.verdict !== "cannot-know") continue;
            for (const gap of answer.gaps) {
                assert.match(gap.property, /^policy/, name);
                assert.doesNotMatch(JSON.stringify(gap), /starport|assets|123456789012/, name);
            }
        }
    });
});
