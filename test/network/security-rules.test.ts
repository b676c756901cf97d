import { deepEqual, equal } from "node:assert/strict";
import type { NodeOf } from "../../src/network";
import { transportsOf } from "../../src/network";
import { graphOf, nodeOf } from "../support/graph";
import { gapInWords, notYet } from "../support/in-words";
import { later, Network } from "../support/networks";
import { made, type InputsOf } from "../support/reaching";

type Rule = NodeOf<"securityGroupRule">;

function ruleOf(inputs: InputsOf): Rule {
    const n = new Network();
    const rule = n.add("aws:ec2/securityGroupRule:SecurityGroupRule", "rule", made(inputs, n));
    return nodeOf(graphOf(n, "first preview"), rule);
}

describe("the ports of a rule", () => {
    const http = { fromPort: 80, toPort: 90 };
    const rows: readonly (readonly [
        name: string,
        inputs: InputsOf,
        port: number,
        expected: string,
    ])[] = [
        ["its first port", { protocol: "tcp", ...http }, 80, "true"],
        ["its last port", { protocol: "tcp", ...http }, 90, "true"],
        ["not one below", { protocol: "tcp", ...http }, 79, "false"],
        ["nor one above", { protocol: "tcp", ...http }, 91, "false"],
        ["by the number of TCP", { protocol: "6", ...http }, 85, "true"],
        ["however it is written", { protocol: "TCP", ...http }, 85, "true"],
        ["of UDP, none", { protocol: "udp", ...http }, 85, "false"],
        ["by the number of UDP, none", { protocol: "17", ...http }, 85, "false"],
        ["of ICMP, none", { protocol: "icmp", ...http }, 85, "false"],
        ["of all protocols, all", { protocol: "-1", fromPort: 0, toPort: 0 }, 85, "true"],
        ["of all, by name", { protocol: "all", fromPort: 0, toPort: 0 }, 85, "true"],
        ["of no protocol, none", { ...http }, 85, "false"],
        ["without ports", { protocol: "tcp" }, 85, "false"],
        ["without a last port", { protocol: "tcp", fromPort: 80 }, 85, "false"],
        ["without a first port", { protocol: "tcp", toPort: 90 }, 85, "false"],
        [
            "a first port that is not known yet",
            (n) => ({ protocol: "tcp", fromPort: later(n), toPort: 90 }),
            85,
            `fromPort of rule: ${notYet}`,
        ],
        [
            "a last port that is not known yet",
            (n) => ({ protocol: "tcp", fromPort: 80, toPort: later(n) }),
            85,
            `toPort of rule: ${notYet}`,
        ],
        [
            "above a last port, whatever the first",
            (n) => ({ protocol: "tcp", fromPort: later(n), toPort: 90 }),
            91,
            "false",
        ],
        [
            "below a first port, whatever the last",
            (n) => ({ protocol: "tcp", fromPort: 80, toPort: later(n) }),
            79,
            "false",
        ],
        [
            "a protocol that is not known yet",
            (n) => ({ protocol: later(n), ...http }),
            91,
            `protocol of rule: ${notYet}`,
        ],
    ];
    for (const [name, inputs, port, expected] of rows) {
        it(name, () => {
            const covers = ruleOf(inputs).rule.covers("tcp", port);
            equal(covers.known ? String(covers.value) : gapInWords(covers.why), expected);
        });
    }
});

describe("a rule by itself", () => {
    const told = (inputs: InputsOf): readonly unknown[] => {
        const { rule } = ruleOf(inputs);
        const { cidrs, prefixLists, groups, self, isOfAws, signature } = rule;
        return [
            cidrs.map((each) => (each.known ? each.value : gapInWords(each.why))),
            [...prefixLists, ...groups].map(({ path }) => path),
            self.known ? self.value : gapInWords(self.why),
            isOfAws,
            signature.known ? signature.value : gapInWords(signature.why),
        ];
    };
    const tcp = { protocol: "TCP", fromPort: 80, toPort: 90 };
    const rows: readonly (readonly [
        name: string,
        inputs: InputsOf,
        expected: readonly unknown[],
    ])[] = [
        ["without a peer", tcp, [[], [], false, false, "tcp 80 90"]],
        [
            "for blocks of both families",
            { ...tcp, cidrBlocks: ["10.0.0.0/8", "10.1.0.0/16"], ipv6CidrBlocks: ["::/0"] },
            [["10.0.0.0/8", "10.1.0.0/16", "::/0"], [], false, false, "tcp 80 90"],
        ],
        ["for itself", { ...tcp, self: true }, [[], [], true, false, "tcp 80 90"]],
        [
            "for a group, and two prefix lists",
            { ...tcp, sourceSecurityGroupId: "sg-1", prefixListIds: ["pl-1", "pl-2"] },
            [
                [],
                ["prefixListIds[0]", "prefixListIds[1]", "sourceSecurityGroupId"],
                false,
                false,
                "tcp 80 90",
            ],
        ],
        ["of all protocols", { protocol: "-1" }, [[], [], false, false, "-1 0 0"]],
        [
            "of what is not known yet",
            (n) => ({
                ...tcp,
                cidrBlocks: later(n),
                self: later(n),
                toPort: later(n),
                prefixListIds: later(n),
            }),
            [
                [`cidrBlocks of rule: ${notYet}`],
                ["prefixListIds"],
                `self of rule: ${notYet}`,
                false,
                `toPort of rule: ${notYet}`,
            ],
        ],
        [
            "of a block that is not known yet",
            (n) => ({ ...tcp, cidrBlocks: ["10.0.0.0/8", later(n)] }),
            [["10.0.0.0/8", `cidrBlocks[1] of rule: ${notYet}`], [], false, false, "tcp 80 90"],
        ],
    ];
    for (const [name, inputs, expected] of rows) {
        it(name, () => {
            deepEqual(told(inputs), expected);
        });
    }

    const directions: readonly (readonly [type: InputsOf, expected: string])[] = [
        [{ type: "ingress" }, "ingress"],
        [{ type: "egress" }, "egress"],
        [{ type: "inward" }, "undefined"],
        [(n) => ({ type: later(n) }), `type of rule: ${notYet}`],
    ];
    for (const [inputs, expected] of directions) {
        it(`has a direction: ${expected}`, () => {
            const { direction } = ruleOf(inputs);
            equal(direction.known ? String(direction.value) : gapInWords(direction.why), expected);
        });
    }
});

describe("what a protocol runs over", () => {
    const rows: readonly (readonly [protocol: string | undefined, expected: readonly string[]])[] =
        [
            [undefined, ["tcp"]],
            ["HTTP", ["tcp"]],
            ["TLS", ["tcp"]],
            ["TCP", ["tcp"]],
            ["UDP", ["udp"]],
            ["QUIC", ["udp"]],
            ["TCP_UDP", ["tcp", "udp"]],
            ["TCP_QUIC", ["tcp", "udp"]],
        ];
    for (const [protocol, expected] of rows) {
        it(String(protocol), () => {
            deepEqual(transportsOf(protocol), expected);
        });
    }
});
