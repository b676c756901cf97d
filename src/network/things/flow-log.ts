import type { Links } from "../links/link";
import { Node } from "../links/node";
import type { Subnet } from "./subnet";
import type { Vpc } from "./vpc";

const properties = ["vpcId", "subnetId"] as const;

/** Records the traffic of a VPC or a subnet; one of a single interface or a transit gateway shows no task. */
export class FlowLog extends Node<(typeof properties)[number]> {
    static readonly types = ["aws:ec2/flowLog:FlowLog"];
    static readonly properties = properties;
    readonly kind = "flowLog";

    get vpc(): Links<Vpc> {
        return this.one("vpcId", "vpc");
    }

    get subnet(): Links<Subnet> {
        return this.one("subnetId", "subnet");
    }
}
