import { all, any, ok, unless, violated } from "../knowable";
import {
    candidates,
    every,
    isEmpty,
    type EgressOnlyInternetGateway,
    type Graph,
    type InternetGateway,
    type Links,
    type Subnet,
    type Vpc,
} from "../network";
import { inOrder, type HopAnswer } from "./connection";
import { hop, stopped } from "./hop";
import { leavesUnencrypted, publicAccess } from "./public-access";
import { rules } from "./rules";
import { seenAt } from "./seen";
import type { Trace } from "./trace";
import { faults } from "./words";

/** Internet gateways, and those for IPv6 that only let out: whether they serve a subnet of a VPC (AWS rule 5). */
export class InternetGateways {
    constructor(
        private readonly graph: Graph,
        private readonly trace: Trace,
    ) {}

    /** Attached to the VPC of the subnet, which is let out. */
    serve(gateways: Links<InternetGateway>, subnet: Subnet, behindNat: boolean): HopAnswer {
        return this.trace.step(
            rules.internetGateway,
            () => seenAt(candidates(gateways), "is attached to the VPC"),
            () => every(gateways, (gateway) => this.isAttached(gateway, subnet, behindNat)),
        );
    }

    private isAttached(gateway: InternetGateway, subnet: Subnet, behindNat: boolean): HopAnswer {
        return every(subnet.vpc, (vpc) =>
            inOrder([
                () => this.isAttachedTo(gateway, vpc),
                () => publicAccess(this.graph, vpc, subnet, behindNat),
                () =>
                    leavesUnencrypted(
                        this.graph,
                        vpc,
                        "internetGatewayExclusion",
                        ...(behindNat ? (["natGatewayExclusion"] as const) : []),
                    ),
            ]),
        );
    }

    private isAttachedTo(gateway: InternetGateway, vpc: Vpc): HopAnswer {
        const { certain, possible, unresolved } = this.graph.children(
            "internetGatewayAttachment",
            gateway,
            "internetGateway",
        );
        const here = (each: Vpc): HopAnswer =>
            each === vpc ? ok(hop(gateway)) : detached(gateway, vpc);
        const own = gateway.vpc;
        this.trace.rests(() => [gateway, ...(isEmpty(own) ? certain : [])]);
        const doubts = [
            ...this.graph.openness.of(gateway, "vpcId", unresolved),
            ...possible.map((attachment) =>
                attachment.resource.gap(
                    "internetGatewayId",
                    "made-by-plan",
                    "it may attach another gateway",
                ),
            ),
        ];
        const ways: HopAnswer[] = certain.map((attachment) => every(attachment.vpc, here));
        if (!isEmpty(own)) ways.push(every(own, here));
        if (ways.length === 0) return unless(detached(gateway, vpc), doubts);
        return unless(any(ways), doubts);
    }

    /** In the VPC of the subnet, which is let out. */
    serveByIpv6(gateways: Links<EgressOnlyInternetGateway>, subnet: Subnet): HopAnswer {
        return this.trace.step(
            rules.egressOnly,
            () => seenAt(candidates(gateways), "is in the VPC of the tasks"),
            () => every(gateways, (gateway) => this.isIn(gateway, subnet)),
        );
    }

    /** An egress-only gateway works in its own VPC. */
    private isIn(gateway: EgressOnlyInternetGateway, subnet: Subnet): HopAnswer {
        return every(subnet.vpc, (vpc) =>
            every(gateway.vpc, (own) =>
                own === vpc
                    ? all([
                          ok(hop(gateway)),
                          publicAccess(this.graph, vpc, subnet, true),
                          leavesUnencrypted(this.graph, vpc, "egressOnlyInternetGatewayExclusion"),
                      ])
                    : violated(stopped(faults.egressOnlyElsewhere, gateway, { own, vpc })),
            ),
        );
    }
}

function detached(gateway: InternetGateway, vpc: Vpc): HopAnswer {
    return violated(stopped(faults.notAttached, gateway, { vpc }));
}
