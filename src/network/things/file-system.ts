import type { Knowable } from "../../knowable";
import type { Links } from "../links/link";
import { Node } from "../links/node";
import type { SecurityGroup } from "./security-group";
import type { Subnet } from "./subnet";

/** An EFS file system. */
export class FileSystem extends Node<"arn"> {
    static readonly types = ["aws:efs/fileSystem:FileSystem"];
    static readonly properties = ["arn"] as const;
    readonly kind = "fileSystem";
    readonly label = "EFS file system";

    override keys(): Iterable<Knowable<string | undefined>> {
        return [this.arn];
    }

    get arn(): Knowable<string | undefined> {
        return this.at("arn").string();
    }
}

const properties = ["fileSystemId", "subnetId", "securityGroups"] as const;

/** Where a file system can be mounted: an interface in a subnet, with groups of its own. */
export class MountTarget extends Node<(typeof properties)[number]> {
    static readonly types = ["aws:efs/mountTarget:MountTarget"];
    static readonly properties = properties;
    readonly kind = "mountTarget";
    readonly label = "mount target";

    get fileSystem(): Links<FileSystem> {
        return this.one("fileSystemId", "fileSystem");
    }

    get subnet(): Links<Subnet> {
        return this.one("subnetId", "subnet");
    }

    /** None means the VPC's default group. */
    get securityGroups(): Links<SecurityGroup> {
        return this.many("securityGroups", "securityGroup");
    }
}

/** Says who may mount a file system; without one everybody may who can reach it (EFS, IAM authorisation). */
export class FileSystemPolicy extends Node<"fileSystemId"> {
    static readonly types = ["aws:efs/fileSystemPolicy:FileSystemPolicy"];
    static readonly properties = ["fileSystemId"] as const;
    readonly kind = "fileSystemPolicy";
    readonly label = "file system policy";

    get fileSystem(): Links<FileSystem> {
        return this.one("fileSystemId", "fileSystem");
    }
}
