import { isKnownToBe } from "../../knowable";
import { strangers, type Change } from "../../plan";
import { linkTo, type Links } from "../links/link";
import { Node } from "../links/node";
import type { Vpc } from "./vpc";

const properties = [
    "vpcId",
    "resourceId",
    "vpcIdentifier",
    "privateDnsEnabled",
    "remediationEnabled",
    "securityServicePolicyData",
] as const;

type Property = (typeof properties)[number];

/** What changes a part of a VPC, and is not simulated (`src/plan/strangers.ts`). */
export class Stranger extends Node<Property> {
    static readonly types = [...strangers].flatMap(([type, { changes }]) =>
        changes === "everything" ? [] : [type],
    );
    static readonly properties = properties;

    readonly kind = "stranger";

    /** What it may do, in words. */
    get does(): string {
        return strangers.get(this.resource.type)?.does ?? "";
    }

    /** The VPCs in which it may change this; none if it does not. */
    where(change: Change): Links<Vpc> {
        const { changes = [], vpc, onlyIf } = strangers.get(this.resource.type) ?? {};
        if (!changes.includes(change) || !this.mayChange(change)) return linkTo<Vpc>();
        if (onlyIf !== undefined) {
            const is = this.at(onlyIf as Property).boolean();
            if (is.known && is.value !== true) return linkTo<Vpc>();
        }
        return vpc === undefined
            ? linkTo(...this.graph.all("vpc").filter((each) => this.isInRegionOf(each)))
            : this.one(vpc as Property, "vpc");
    }

    /** A policy of Firewall Manager is of one type, which says what it may change (AWS rule 13). */
    private mayChange(change: Change): boolean {
        if (!this.resource.type.startsWith("aws:fms/")) return true;
        const type = this.at("securityServicePolicyData").at("type").string();
        const about = type.known ? managedBy(type.value ?? "") : undefined;
        return about === undefined || about.includes(change);
    }

    private isInRegionOf({ resource }: Vpc): boolean {
        const { region } = this.resource;
        return (
            !region.known || !resource.region.known || isKnownToBe(resource.region, region.value)
        );
    }
}

/** What policies of a type of Firewall Manager change; `undefined` for a type that is not known here. */
function managedBy(type: string): readonly Change[] | undefined {
    if (/^(WAF|WAFV2|SHIELD_ADVANCED)$/.test(type)) return [];
    if (/^(SECURITY_GROUPS|NETWORK_ACL)_/.test(type)) return ["rules"];
    if (type === "DNS_FIREWALL") return ["names"];
    if (/^((IMPORT_)?NETWORK|THIRD_PARTY)_FIREWALL$/.test(type)) return ["routes"];
    return undefined;
}
