import { cannotKnow, isKnownToBe, ok, unless, violated } from "../knowable";
import type { EncryptionControl, EncryptionExclusion, Graph, Subnet, Vpc } from "../network";
import type { HopAnswer } from "./connection";
import { stopped } from "./hop";
import { faults } from "./words";

/**
 * Whether VPC Block Public Access leaves the internet gateways of a VPC's region open (AWS rule 5).
 * `block-ingress` stops only what does not come through a NAT gateway or an egress-only gateway.
 *
 * @param behindNat the packet comes from a NAT gateway, or goes to an egress-only gateway
 */
export function publicAccess(
    graph: Graph,
    vpc: Vpc,
    subnet: Subnet,
    behindNat: boolean,
): HopAnswer {
    for (const options of graph.all("vpcBlockPublicAccessOptions")) {
        const here = vpc.resource.region;
        const there = options.resource.region;
        if (here.known && there.known && here.value !== there.value) continue;
        const { mode } = options;
        if (mode.known && (mode.value === "off" || (mode.value === "block-ingress" && behindNat))) {
            continue;
        }
        const exclusions = [
            graph.children("vpcBlockPublicAccessExclusion", vpc, "vpc"),
            graph.children("vpcBlockPublicAccessExclusion", subnet, "subnet"),
        ];
        const [exclusion] = exclusions.flatMap(({ certain, possible }) => [
            ...certain,
            ...possible,
        ]);
        if (exclusion !== undefined) {
            const what =
                "what an exclusion from VPC Block Public Access lets through is not simulated";
            return cannotKnow(exclusion.resource.gap("", "not-modelled", what));
        }
        const other = options.resource.ofOtherAccount(vpc.resource, "the VPC");
        if (other !== undefined) return cannotKnow(other);
        if (!mode.known) return cannotKnow(mode.why);
        if (!there.known) return cannotKnow(there.why);
        if (!here.known) return cannotKnow(here.why);
        const isKnownMode =
            isKnownToBe(mode, "block-ingress") || isKnownToBe(mode, "block-bidirectional");
        if (!isKnownMode) {
            const what = "it is no mode that is known here";
            return cannotKnow(options.resource.gap("internetGatewayBlockMode", "malformed", what));
        }
        const about = { mode: mode.value ?? "", vpc };
        const blocked = violated(stopped(faults.publicAccessBlocked, options, about));
        const unseen = exclusions.flatMap(({ unresolved }) => unresolved);
        return unless(blocked, graph.openness.of(vpc, "exclusions", unseen));
    }
    return ok();
}

/**
 * Whether VPC encryption controls leave open what does not encrypt: in enforce mode only what is excluded
 * from them (AWS rule 13). AWS refuses the mode where something else is in the VPC, or lets nothing through.
 */
export function leavesUnencrypted(
    graph: Graph,
    vpc: Vpc,
    ...exclusions: readonly EncryptionExclusion[]
): HopAnswer {
    const gaps = enforcing(graph, vpc).flatMap((control) => {
        const off = exclusions.find((each) => !isKnownToBe(control.exclusion(each), "enable"));
        if (off === undefined) return [];
        const what = `VPC encryption controls in enforce mode stop what is not excluded from them in VPC ${vpc.name}`;
        return [control.resource.gap(off, "not-modelled", what, `set ${off} to "enable"`)];
    });
    return gaps.length === 0 ? ok() : cannotKnow(gaps);
}

/** VPC encryption controls that are in enforce mode, or may be. */
export function enforcing(graph: Graph, vpc: Vpc): readonly EncryptionControl[] {
    const { certain, possible, lost } = graph.children("encryptionControl", vpc, "vpc");
    return [...certain, ...possible, ...lost].filter(
        ({ mode }) => !mode.known || mode.value === "enforce",
    );
}
