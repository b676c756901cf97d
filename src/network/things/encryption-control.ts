import type { Knowable } from "../../knowable";
import type { Links } from "../links/link";
import { Node } from "../links/node";
import type { Vpc } from "./vpc";

const properties = [
    "vpcId",
    "mode",
    "internetGatewayExclusion",
    "natGatewayExclusion",
    "egressOnlyInternetGatewayExclusion",
    "elasticFileSystemExclusion",
] as const;

/** A property by which something may be used in the VPC although it does not encrypt. */
export type EncryptionExclusion = Exclude<(typeof properties)[number], "vpcId" | "mode">;

/** Encryption of what travels in a VPC: watched, or enforced (AWS rule 13). */
export class EncryptionControl extends Node<(typeof properties)[number]> {
    static readonly types = [
        "aws:ec2/vpcEncryptionControl:VpcEncryptionControl",
        "aws:ec2/encryptionControl:EncryptionControl",
    ];
    static readonly properties = properties;
    readonly kind = "encryptionControl";

    get vpc(): Links<Vpc> {
        return this.one("vpcId", "vpc");
    }

    /** `monitor`, which stops nothing, or `enforce`. */
    get mode(): Knowable<string | undefined> {
        return this.at("mode").string();
    }

    /** `enable`, or, which is the default, `disable`. */
    exclusion(property: EncryptionExclusion): Knowable<string | undefined> {
        return this.at(property).string();
    }
}
