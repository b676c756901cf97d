import type { Knowable } from "../../knowable";
import type { PlannedResource } from "../../plan";
import { Node } from "../links/node";

/** What attaches, addresses or groups a network interface that exists already. */
abstract class InterfaceChange<P extends string> extends Node<P> {
    /** The property that names the interface. */
    abstract readonly interfaceProperty: P;

    get interfaceId(): Knowable<string | undefined> {
        return this.at(this.interfaceProperty).string();
    }

    /** The resources that give the interface's id; the engine tells them in no order. */
    get givers(): readonly PlannedResource[] {
        const urns = [...this.resource.dependenciesOf(this.interfaceProperty)].sort();
        return urns.flatMap((urn) => this.graph.plan.byUrn.get(urn) ?? []);
    }
}

const properties = ["networkInterfaceId"] as const;

export class NetworkInterfaceChange extends InterfaceChange<(typeof properties)[number]> {
    static readonly types = [
        "aws:ec2/networkInterfaceAttachment:NetworkInterfaceAttachment",
        "aws:ec2/networkInterfaceSecurityGroupAttachment:NetworkInterfaceSecurityGroupAttachment",
        "aws:ec2/eipAssociation:EipAssociation",
    ];
    static readonly properties = properties;
    readonly interfaceProperty = "networkInterfaceId";

    readonly kind = "networkInterfaceChange";

    override get label(): string {
        const [, , name = ""] = this.resource.type.split(":");
        return labels[name] ?? "network interface attachment";
    }
}

const labels: Readonly<Record<string, string>> = {
    NetworkInterfaceSecurityGroupAttachment: "security group attachment",
    EipAssociation: "Elastic IP association",
};

const eipProperties = ["networkInterface"] as const;

export class Eip extends InterfaceChange<(typeof eipProperties)[number]> {
    static readonly types = ["aws:ec2/eip:Eip"];
    static readonly properties = eipProperties;
    readonly kind = "eip";
    readonly interfaceProperty = "networkInterface";
}
