import { flatMap, known, map, unknown, whyOf, type Knowable } from "../../knowable";
import type { Reading } from "../../plan";
import { isEmpty, linkTo, mayBeOther, type Links } from "../links/link";
import { Node } from "../links/node";
import type { Subnet } from "./subnet";
import type { Vpc } from "./vpc";

const properties = [
    "vpcId",
    "subnetMappings",
    "firewallPolicyArn",
    "firewallStatuses",
    "endpointIds",
] as const;

/** A firewall of AWS Network Firewall: routes lead to its endpoints, one in each of its subnets (AWS rule 19). */
export class Firewall extends Node<(typeof properties)[number]> {
    static readonly types = ["aws:networkfirewall/firewall:Firewall"];
    static readonly properties = properties;
    readonly kind = "firewall";

    /** Routes name it by its endpoints, whose ids exist once it does. */
    override keys(): Iterable<Knowable<string | undefined>> {
        return this.endpoints.map(({ id }) => id);
    }

    get vpc(): Links<Vpc> {
        return this.one("vpcId", "vpc");
    }

    /** The subnets in which it has an endpoint. */
    get subnets(): Links<Subnet> {
        return this.inBlocks("subnetMappings", "subnet", (block) => [block.at("subnetId")]);
    }

    get policy(): Links<FirewallPolicy> {
        return this.one("firewallPolicyArn", "firewallPolicy");
    }

    /** The ids of its endpoints are known, so that a program which makes routes to them has made them. */
    get hasKnownEndpoints(): boolean {
        return this.endpoints.some(({ id }) => id.known && id.value !== undefined);
    }

    /** The subnet of the endpoint that has this id; while that is not known, one of all. */
    subnetsOf(endpoint: Knowable<string | undefined>): Links<Subnet> {
        const found = this.endpoints.find(
            ({ id }) => endpoint.known && id.known && id.value === endpoint.value,
        );
        const own = found?.subnet && this.one("firewallStatuses", "subnet", found.subnet);
        if (own !== undefined && !isEmpty(own)) return own;
        const { subnets } = this;
        const here = subnets.nodes.filter(
            ({ availabilityZone: zone }) => zone.known && zone.value === found?.zone,
        );
        const isSure = here.length === 1 && found?.zone !== undefined && !mayBeOther(subnets);
        return isSure ? linkTo(...here) : subnets;
    }

    private get endpoints(): readonly Endpoint[] {
        return this.memo("endpoints", () => {
            const each = (list: Reading): readonly Reading[] => {
                const elements = list.elements();
                return elements.known ? elements.value : [];
            };
            const told = each(this.at("firewallStatuses"))
                .flatMap((status) => each(status.at("syncStates")))
                .flatMap((state) => each(state.at("attachments")));
            return [
                ...told.map((one) => ({
                    id: one.at("endpointId").string(),
                    subnet: one.at("subnetId"),
                })),
                ...each(this.at("endpointIds")).map((one) => inZone(one.string())),
            ];
        });
    }
}

interface Endpoint {
    readonly id: Knowable<string | undefined>;
    readonly subnet?: Reading;
    /** Its Availability Zone; a firewall has one endpoint in each. */
    readonly zone?: string | undefined;
}

/** CloudFormation tells them with their zones: `us-east-1a:vpce-0123456789abcdef0`. */
function inZone(told: Knowable<string | undefined>): Endpoint {
    const [zone, ...id] = told.known ? (told.value ?? "").split(":") : [];
    return { id: map(told, () => id.join(":")), zone };
}

const policyProperties = ["arn", "firewallPolicy"] as const;

/** What firewalls let pass, as far as it can be told without their rules. */
export class FirewallPolicy extends Node<(typeof policyProperties)[number]> {
    static readonly types = ["aws:networkfirewall/firewallPolicy:FirewallPolicy"];
    static readonly properties = policyProperties;
    readonly kind = "firewallPolicy";

    override keys(): Iterable<Knowable<string | undefined>> {
        return [this.at("arn").string()];
    }

    /**
     * What it does with every whole packet, where no rule group has a say: it passes, or it is dropped.
     * `undefined` where rules, or what AWS does without any, decide (AWS rule 19).
     */
    get always(): Knowable<"pass" | "drop" | undefined> {
        return flatMap(this.groupsIn("statelessRuleGroupReferences"), (hasRules) =>
            hasRules
                ? known(undefined)
                : flatMap(this.actionsIn("statelessDefaultActions"), (actions) => {
                      if (actions.includes("aws:drop")) return known("drop");
                      if (actions.includes("aws:pass")) return this.passesFragments;
                      if (!actions.includes("aws:forward_to_sfe")) return known(undefined);
                      return this.dropsStatefully;
                  }),
        );
    }

    private get passesFragments(): Knowable<"pass" | undefined> {
        return map(this.actionsIn("statelessFragmentDefaultActions"), (actions) =>
            actions.includes("aws:pass") ? "pass" : undefined,
        );
    }

    private get dropsStatefully(): Knowable<"drop" | undefined> {
        return flatMap(this.groupsIn("statefulRuleGroupReferences"), (hasRules) =>
            hasRules
                ? known(undefined)
                : map(this.actionsIn("statefulDefaultActions"), (actions) =>
                      actions.includes("aws:drop_strict") ? "drop" : undefined,
                  ),
        );
    }

    /** Whether it has rule groups of a kind; those of an existing one that others may change are not known. */
    private groupsIn(name: string): Knowable<boolean> {
        const { resource } = this;
        const place = this.at("firewallPolicy");
        if (!resource.isNew && resource.ignoresChangesOf("firewallPolicy")) {
            return unknown(place.gap("open", "ignoreChanges covers firewallPolicy"));
        }
        return map(place.at(name).elements(), (list) => list.length > 0);
    }

    private actionsIn(name: string): Knowable<readonly (string | undefined)[]> {
        return flatMap(this.at("firewallPolicy").at(name).elements(), (list) => {
            const actions = list.map((each) => each.string());
            const [why] = whyOf(...actions);
            if (why !== undefined) return unknown(why);
            return known(actions.flatMap((each) => (each.known ? [each.value] : [])));
        });
    }
}
