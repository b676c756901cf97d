import { known, type Knowable } from "../../knowable";
import type { Links } from "../links/link";
import { Node } from "../links/node";

const properties = ["entries", "name"] as const;

/** A list of CIDR blocks that rules and routes may name. */
export class ManagedPrefixList extends Node<(typeof properties)[number]> {
    static readonly types = ["aws:ec2/managedPrefixList:ManagedPrefixList"];
    static readonly properties = properties;
    readonly kind = "managedPrefixList";

    /** AWS's own are called `com.amazonaws.<region>.<service>`. */
    get listName(): Knowable<string | undefined> {
        return this.at("name").string();
    }

    /** The blocks that the list itself names. */
    get blocks(): Knowable<readonly Knowable<string | undefined>[]> {
        const entries = this.at("entries").elements();
        if (!entries.known) return entries;
        return known(entries.value.map((entry) => entry.at("cidr").string()));
    }
}

const entryProperties = ["prefixListId", "cidr"] as const;

/** A standalone entry. */
export class ManagedPrefixListEntry extends Node<(typeof entryProperties)[number]> {
    static readonly types = ["aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry"];
    static readonly properties = entryProperties;
    readonly kind = "managedPrefixListEntry";

    get prefixList(): Links<ManagedPrefixList> {
        return this.one("prefixListId", "managedPrefixList");
    }

    get block(): Knowable<string | undefined> {
        return this.at("cidr").string();
    }
}
