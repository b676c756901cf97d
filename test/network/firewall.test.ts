import { deepEqual, equal } from "node:assert/strict";
import { known, unknown, type Knowable } from "../../src/knowable";
import type { Firewall, FirewallPolicy } from "../../src/network";
import { NativeNetwork } from "../native/network";
import { graphOf, graphOfRecording, nodeOf } from "../support/graph";
import { gapInWords, notYet, someGap } from "../support/in-words";
import { firewallIn, firewallPolicies, later, Network } from "../support/networks";
import type { Form, Resource } from "../support/program";
import { made, type InputsOf } from "../support/reaching";

/** A firewall in two subnets, `a` and `b`. */
function firewallOf(n: Network): Resource {
    const vpc = n.vpc();
    const inZone = (letter: string): Resource =>
        n.subnet(letter, vpc, { availabilityZone: `us-east-1${letter}` });
    return firewallIn(n, vpc, [inZone("a"), inZone("b")]).firewall;
}

describe("the subnet of an endpoint of a firewall", () => {
    const rows: readonly (readonly [
        name: string,
        endpoint: Knowable<string | undefined>,
        expected: readonly string[],
        form?: Form,
    ])[] = [
        ["the first", known("endpoint0-inspection"), ["a"]],
        ["the second", known("endpoint1-inspection"), ["b"]],
        ["any, of an id that it does not tell", known("vpce-1"), ["a", "b"]],
        ["any, while the id is not known", unknown(someGap), ["a", "b"]],
        ["any, while nothing is made", known("endpoint0-inspection"), ["a", "b"], "first preview"],
        ["any, while nothing is known", unknown(someGap), ["a", "b"], "first preview"],
    ];
    for (const [name, endpoint, expected, form = "deployed"] of rows) {
        it(name, () => {
            const n = new Network();
            const firewall = firewallOf(n);
            const node = nodeOf<Firewall>(graphOf(n, form), firewall);
            deepEqual(
                node.subnetsOf(endpoint).nodes.map((each) => each.name),
                expected,
            );
            equal(node.hasKnownEndpoints, form === "deployed");
        });
    }

    it("is outside the plan where AWS tells one that is not in it", () => {
        const n = new Network();
        const { urn } = firewallOf(n);
        const statuses = [
            {
                syncStates: [
                    {
                        attachments: [
                            { endpointId: "vpce-1", subnetId: "subnet-0000000000000aaaa" },
                        ],
                    },
                ],
            },
        ];
        const recording = n
            .record("deployed")
            .map((each) =>
                each.urn === urn
                    ? { ...each, outputs: { ...each.outputs, firewallStatuses: statuses } }
                    : each,
            );
        const node = graphOfRecording(recording).node(urn) as Firewall;
        deepEqual(node.subnetsOf(known("vpce-1")).gaps.map(gapInWords), [
            "firewallStatuses[0].syncStates[0].attachments[0].subnetId of inspection: the subnet that it names is not in this plan",
        ]);
    });

    describe("in CloudFormation's terms: by its zone", () => {
        /** A firewall in subnets in these zones, and in others, which tells its endpoints so. */
        function firewallWith(
            zones: readonly string[],
            endpointIds: string[],
            others: readonly string[] = [],
        ): Firewall {
            const n = new NativeNetwork();
            const vpc = n.vpc();
            const subnets = zones.map((availabilityZone, i) =>
                n.subnet("abc".charAt(i), vpc, { availabilityZone }),
            );
            const subnetIds = [...subnets.map(({ id }) => id), ...others];
            const firewall = n.native("networkfirewall:Firewall", "inspection", {
                subnetMappings: subnetIds.map((subnetId) => ({ subnetId })),
                vpcId: vpc.id,
                endpointIds,
            });
            return nodeOf(graphOf(n, "deployed"), firewall);
        }
        const told = ["us-east-1a:vpce-1", "us-east-1b:vpce-2"];
        const rowsOfNative: readonly (readonly [
            name: string,
            node: Firewall,
            endpoint: string,
            expected: readonly string[],
        ])[] = [
            [
                "the one in that zone",
                firewallWith(["us-east-1a", "us-east-1b"], told),
                "vpce-1",
                ["a"],
            ],
            ["the other one", firewallWith(["us-east-1a", "us-east-1b"], told), "vpce-2", ["b"]],
            [
                "any, of an id that it does not tell",
                firewallWith(["us-east-1a", "us-east-1b"], told),
                "vpce-3",
                ["a", "b"],
            ],
            [
                "any, of its zone instead of an id",
                firewallWith(["us-east-1a", "us-east-1b"], told),
                "us-east-1a",
                ["a", "b"],
            ],
            [
                "any, where two are in that zone",
                firewallWith(["us-east-1a", "us-east-1a"], told),
                "vpce-1",
                ["a", "b"],
            ],
            [
                "any, where none is",
                firewallWith(["us-east-1c", "us-east-1d"], told),
                "vpce-1",
                ["a", "b"],
            ],
            [
                "any, where another subnet is outside the plan",
                firewallWith(["us-east-1a"], told, ["subnet-0000000000000aaaa"]),
                "vpce-2",
                ["a"],
            ],
            [
                "any, where it tells none",
                firewallWith(["us-east-1a", "us-east-1b"], []),
                "vpce-1",
                ["a", "b"],
            ],
        ];
        for (const [name, node, endpoint, expected] of rowsOfNative) {
            it(name, () => {
                deepEqual(
                    node.subnetsOf(known(endpoint)).nodes.map((each) => each.name),
                    expected,
                );
            });
        }
    });
});

describe("what a policy of firewalls does with every packet", () => {
    const { pass, drop, rules, "drop statefully": dropStatefully } = firewallPolicies;
    const rows: readonly (readonly [name: string, inputs: InputsOf, expected: string])[] = [
        ["it lets it pass", pass, "pass"],
        ["it drops it", drop, "drop"],
        ["it drops it without state too", dropStatefully, "drop"],
        ["rules decide", rules, "undefined"],
        [
            "rules without state decide",
            { ...pass, statelessRuleGroupReferences: [{ priority: 1, resourceArn: "arn" }] },
            "undefined",
        ],
        [
            "parts of packets are dropped",
            { ...pass, statelessFragmentDefaultActions: ["aws:drop"] },
            "undefined",
        ],
        [
            "an action of its own comes first",
            { ...drop, statelessDefaultActions: ["count", "aws:drop"] },
            "drop",
        ],
        [
            "an action of its own alone",
            { ...drop, statelessDefaultActions: ["count"] },
            "undefined",
        ],
        [
            "an action of its own alone, before a strict rule",
            { ...dropStatefully, statelessDefaultActions: ["count"] },
            "undefined",
        ],
        [
            "what is not dropped strictly",
            { ...dropStatefully, statefulDefaultActions: ["aws:alert_strict"] },
            "undefined",
        ],
        [
            "dropped strictly, and told",
            { ...dropStatefully, statefulDefaultActions: ["aws:drop_strict", "aws:alert_strict"] },
            "drop",
        ],
        [
            "an action that is not known yet",
            (n) => ({ ...pass, statelessDefaultActions: [later(n)] }),
            `firewallPolicy.statelessDefaultActions[0] of inspection: ${notYet}`,
        ],
        [
            "one of two that is not known yet",
            (n) => ({ ...drop, statelessDefaultActions: ["aws:drop", later(n)] }),
            `firewallPolicy.statelessDefaultActions[1] of inspection: ${notYet}`,
        ],
        [
            "rules that are not known yet",
            (n) => ({ ...dropStatefully, statefulRuleGroupReferences: later(n) }),
            `firewallPolicy.statefulRuleGroupReferences of inspection: ${notYet}`,
        ],
        [
            "rules of which there will be one",
            (n) => ({
                ...dropStatefully,
                statefulRuleGroupReferences: [{ resourceArn: later(n) }],
            }),
            "undefined",
        ],
    ];
    for (const [name, inputs, expected] of rows) {
        it(name, () => {
            const n = new Network();
            const { policy } = firewallIn(n, n.vpc(), [], made(inputs, n));
            const { always } = nodeOf<FirewallPolicy>(graphOf(n, "first preview"), policy);
            equal(always.known ? String(always.value) : gapInWords(always.why), expected);
        });
    }

    it("is not known where others may change one that exists", () => {
        const n = new Network();
        const ignoreChanges = ["firewallPolicy"];
        const policy = n.add(
            "aws:networkfirewall/firewallPolicy:FirewallPolicy",
            "inspection",
            { firewallPolicy: drop },
            { ignoreChanges },
        );
        const whatIn = (form: Form): string => {
            const { always } = nodeOf<FirewallPolicy>(graphOf(n, form), policy);
            return always.known ? String(always.value) : gapInWords(always.why);
        };
        equal(
            whatIn("deployed"),
            "firewallPolicy of inspection: ignoreChanges covers firewallPolicy",
        );
        equal(whatIn("first preview"), "drop");
    });
});
