import { isKnownToBe, map, type Knowable } from "../../knowable";
import type { Links } from "../links/link";
import { Node } from "../links/node";
import type { Vpc } from "./vpc";

const properties = ["vpcId", "peerVpcId", "autoAccept", "acceptStatus"] as const;

/** Connects two VPCs, and no third (AWS rule 5). */
export class VpcPeeringConnection extends Node<(typeof properties)[number]> {
    static readonly types = ["aws:ec2/vpcPeeringConnection:VpcPeeringConnection"];
    static readonly properties = properties;
    readonly kind = "vpcPeeringConnection";

    get requester(): Links<Vpc> {
        return this.one("vpcId", "vpc");
    }

    get accepter(): Links<Vpc> {
        return this.one("peerVpcId", "vpc");
    }

    /** It accepts itself, as each of CloudFormation's does (AWS rule 14), or was accepted. */
    get isAccepted(): boolean {
        return (
            this.resource.isNative ||
            isKnownToBe(this.at("autoAccept").boolean(), true) ||
            isKnownToBe(this.at("acceptStatus").string(), "active")
        );
    }
}

const accepterProperties = ["vpcPeeringConnectionId", "autoAccept"] as const;

/** Accepts a VPC peering connection, for its other side. */
export class VpcPeeringConnectionAccepter extends Node<(typeof accepterProperties)[number]> {
    static readonly types = ["aws:ec2/vpcPeeringConnectionAccepter:VpcPeeringConnectionAccepter"];
    static readonly properties = accepterProperties;
    readonly kind = "vpcPeeringConnectionAccepter";

    get connection(): Links<VpcPeeringConnection> {
        return this.one("vpcPeeringConnectionId", "vpcPeeringConnection");
    }

    get accepts(): Knowable<boolean> {
        return map(this.at("autoAccept").boolean(), (is) => is === true);
    }
}
