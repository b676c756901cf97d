import { known, map, type Knowable } from "../../knowable";
import type { Links } from "../links/link";
import { Node } from "../links/node";
import type { SecurityGroup } from "./security-group";
import type { Subnet } from "./subnet";

/** An EFS file system. */
export class FileSystem extends Node<"arn"> {
    static readonly types = ["aws:efs/fileSystem:FileSystem"];
    static readonly properties = ["arn"] as const;
    readonly kind = "fileSystem";

    override keys(): Iterable<Knowable<string | undefined>> {
        return [this.arn];
    }

    get arn(): Knowable<string | undefined> {
        return this.at("arn").string();
    }
}

/** A file system of S3 Files, which shows a bucket as files. */
export class S3FileSystem extends Node<"arn"> {
    static readonly types = ["aws:s3/filesFileSystem:FilesFileSystem"];
    static readonly properties = ["arn"] as const;
    readonly kind = "s3FileSystem";

    /** Mount targets name it by its id too, which ends its ARN. */
    override keys(): Iterable<Knowable<string | undefined>> {
        const arn = this.at("arn").string();
        return [arn, map(arn, (text) => text?.slice(text.lastIndexOf("/") + 1))];
    }
}

const properties = ["fileSystemId", "subnetId", "securityGroups", "ipAddressType"] as const;

/** Where a file system can be mounted: an interface in a subnet, with groups of its own. */
export abstract class AnyMountTarget extends Node<(typeof properties)[number]> {
    abstract get fileSystem(): Links<FileSystem | S3FileSystem>;

    get subnet(): Links<Subnet> {
        return this.one("subnetId", "subnet");
    }

    /** None means the VPC's default group. */
    get securityGroups(): Links<SecurityGroup> {
        return this.many("securityGroups", "securityGroup");
    }

    /** It has an IPv4 address, as it has unless it is for IPv6 alone (EFS API and S3 Files API, CreateMountTarget). */
    get hasIpv4(): Knowable<boolean> {
        const { facts, origin } = this.resource;
        // Facts of older versions do not say it.
        const isUntold = origin === "outside" && facts?.properties.ipAddressType === undefined;
        if (isUntold) return known(true);
        return map(this.at("ipAddressType").string(), (type) => type !== "IPV6_ONLY");
    }
}

export class MountTarget extends AnyMountTarget {
    static readonly types = ["aws:efs/mountTarget:MountTarget"];
    static readonly properties = properties;
    readonly kind = "mountTarget";

    get fileSystem(): Links<FileSystem> {
        return this.one("fileSystemId", "fileSystem");
    }
}

export class S3MountTarget extends AnyMountTarget {
    static readonly types = ["aws:s3/filesMountTarget:FilesMountTarget"];
    static readonly properties = properties;
    readonly kind = "s3MountTarget";

    get fileSystem(): Links<S3FileSystem> {
        return this.one("fileSystemId", "s3FileSystem");
    }
}

/** Says who may mount a file system; without one everybody may who can reach it (EFS, IAM authorisation). */
export class FileSystemPolicy extends Node<"fileSystemId"> {
    static readonly types = ["aws:efs/fileSystemPolicy:FileSystemPolicy"];
    static readonly properties = ["fileSystemId"] as const;
    readonly kind = "fileSystemPolicy";

    get fileSystem(): Links<FileSystem> {
        return this.one("fileSystemId", "fileSystem");
    }
}
