import { cannotKnow, isKnownToBe, ok, violated } from "../knowable";
import { judgePolicies, type Call, type Match } from "../iam";
import { agreed, elementsAt, type Graph, type VpcEndpoint } from "../network";
import type { Reading } from "../plan";
import { deadEnd, inOrder, type HopAnswer } from "./connection";
import { hop, stopped } from "./hop";
import { rules } from "./rules";
import type { Trace } from "./trace";
import { faults, type Thing } from "./words";

export type { Call } from "../iam";

/** What the policies of endpoints let pass (AWS rule 4). */
export class EndpointPolicies {
    constructor(
        private readonly graph: Graph,
        private readonly trace: Trace,
    ) {}

    /** Past the endpoint's policy, or the one that a resource of its own gives it. */
    pass(endpoint: VpcEndpoint, calls: readonly Call[]): HopAnswer {
        return this.trace.step(
            rules.policy,
            () => ({
                at: endpoint,
                says: `${endpoint.label} ${endpoint.name}: ${this.permits(endpoint, calls)}`,
            }),
            () => this.ask(endpoint, calls),
        );
    }

    private permits(endpoint: VpcEndpoint, calls: readonly Call[]): string {
        if (isKnownToBe(endpoint.policy.isSet(), false)) {
            const own = this.graph.all("vpcEndpointPolicy").length === 0;
            if (own) return "it has no policy, which gives full access";
        }
        const actions = calls.map(({ action }) => action).filter((action) => action !== "*");
        return `its policy allows ${actions.length === 0 ? "every call" : actions.join(", ")}`;
    }

    private ask(endpoint: VpcEndpoint, calls: readonly Call[]): HopAnswer {
        const { certain, possible, unresolved } = this.graph.children(
            "vpcEndpointPolicy",
            endpoint,
            "endpoint",
        );
        const [own] = certain;
        const policies = [own?.policy ?? endpoint.policy, ...possible.map(({ policy }) => policy)];
        const ask = (call: Call): HopAnswer => {
            const answers = policies.map((policy) => allows(policy, call, endpoint));
            const other = endpoint.resource.gap(
                "policy",
                "made-by-plan",
                "it may have another policy",
            );
            const [why = other] = unresolved;
            return agreed(answers, why, unresolved.length > 0);
        };
        // What several calls lack is mended together.
        const refused = calls.map(ask).filter(({ verdict }) => verdict === "violated");
        if (refused.length > 0) return refused.reduce(deadEnd);
        return inOrder([...calls.map((call) => () => ask(call)), () => ok(hop(endpoint))]);
    }
}

/**
 * Whether an endpoint's policy allows a call, whoever makes it: conditions, named principals and parts
 * of resources cannot be known (AWS rule 4).
 *
 * @param policy the policy document; unset means full access
 */
export function allows(policy: Reading, call: Call, endpoint: Thing): HopAnswer {
    const isSet = policy.isSet();
    if (!isSet.known) return cannotKnow(isSet.why);
    if (!isSet.value) return ok();
    const { allowed, denied, doubts } = judgePolicies([policy], call, isEveryone);
    const { action, resource = "", isPublic = false } = call;
    const about = { call: `${action}${isPublic ? ` on ${resource}` : ""}` };
    if (denied === "yes") return violated(stopped(faults.policyDenies, endpoint, about));
    if (allowed === "no" && doubts.length === 0) {
        return violated(stopped(faults.policyAllowsNot, endpoint, about));
    }
    if (allowed === "yes" && denied === "no" && doubts.length === 0) return ok();
    const why = "whether its policy allows the call depends on conditions, principals or resources";
    return cannotKnow(doubts.length > 0 ? doubts : [policy.gap("not-modelled", why)]);
}

function isEveryone(statement: Reading): Match {
    const principal = statement.at("Principal");
    const places = [principal, principal.at("AWS")].flatMap(elementsAt);
    const texts = places.map((place) => place.string());
    return texts.some((text) => text.known && text.value === "*") ? "yes" : "perhaps";
}
