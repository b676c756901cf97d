import { cannotKnow, ok, violated, type Gap } from "../knowable";
import {
    agreedAmong,
    candidates,
    every,
    type Firewall,
    type FirewallPolicy,
    type RouteEntry,
    type Subnet,
    type ToFirewall,
} from "../network";
import { deadEnd, inOrder, type HopAnswer } from "./connection";
import { stopped, through } from "./hop";
import { rules } from "./rules";
import { seenAt } from "./seen";
import { eachWay, type Trace } from "./trace";
import { faults } from "./words";

/** Firewalls of AWS Network Firewall on the way, and where it goes on behind them (AWS rule 19). */
export class Firewalls {
    constructor(private readonly trace: Trace) {}

    /**
     * To an endpoint of a firewall, and on from its subnet. A broken route behind it stops the packet,
     * whatever its rules say.
     *
     * @param passed subnets of firewalls through which the packet has come
     * @param onward from the subnet of the endpoint
     */
    through(
        { firewall, endpoint }: ToFirewall,
        entry: RouteEntry,
        passed: readonly Subnet[],
        onward: (subnet: Subnet, passed: readonly Subnet[]) => HopAnswer,
    ): HopAnswer {
        const subnets = firewall.subnetsOf(endpoint);
        this.trace.rests(() => [firewall]);
        const rulesOf = this.trace.step(
            rules.firewall,
            () => seenAt([firewall], "lets everything pass"),
            () => this.passes(firewall),
        );
        const answers = eachWay(
            this.trace,
            candidates(subnets),
            ({ name }) => `if the endpoint is that in the subnet ${name}`,
            (subnet): HopAnswer =>
                passed.includes(subnet)
                    ? cannotKnow(comesBack(entry, firewall))
                    : onward(subnet, [...passed, subnet]),
        );
        const beyond = agreedAmong(subnets, answers, whichEndpoint(entry, firewall));
        const isBlocked = rulesOf.verdict === "violated" && beyond.verdict === "violated";
        const first = isBlocked ? deadEnd(rulesOf, beyond) : rulesOf;
        return through(firewall, inOrder([() => first, () => beyond]));
    }

    /** What its rules let pass, as far as that is certain without reading them. */
    private passes(firewall: Firewall): HopAnswer {
        return every(firewall.policy, (policy): HopAnswer => {
            const { always } = policy;
            if (!always.known) return cannotKnow(always.why);
            if (always.value === "pass") return ok();
            return always.value === "drop"
                ? violated(stopped(faults.firewallDropsAll, firewall, { policy }))
                : cannotKnow(unreadRules(policy, firewall));
        });
    }
}

function unreadRules({ resource, name }: FirewallPolicy, firewall: Firewall): Gap {
    const what = `what the firewall ${firewall.name} lets pass is decided by the rules of its policy ${name}, which are not simulated`;
    return resource.gap("firewallPolicy", "not-modelled", what, assumed);
}

const assumed =
    'if its rules let pass what the tasks call, set centralizedEgress to "assumed" in the configuration of preflight-settings';

function whichEndpoint({ resource }: RouteEntry, { name }: Firewall): Gap {
    const what = `to which endpoint of the firewall ${name} it leads is not known`;
    return resource.gap("vpcEndpointId", "made-by-plan", what);
}

function comesBack({ resource }: RouteEntry, { name }: Firewall): Gap {
    const what = `it leads what comes out of the firewall ${name} back to it, which is not simulated`;
    return resource.gap("vpcEndpointId", "not-modelled", what);
}
