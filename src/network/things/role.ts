import type { Knowable } from "../../knowable";
import { Reading } from "../../plan";
import type { Links } from "../links/link";
import { Node } from "../links/node";
import { elementsAt } from "./security-rule";

/** What IAM keeps is named in the whole account, whatever the region of its provider. */
abstract class IamNode<P extends string> extends Node<P> {
    override readonly isGlobal = true;
}

/** The document at a property; what `ignoreChanges` covers may have been changed since. */
function documentOf<P extends string>(node: Node<P>, property: P): Reading {
    const { resource } = node;
    if (resource.isNew || !resource.ignoresChangesOf(property)) return node.at(property);
    const what = `ignoreChanges covers ${property}, so another document may be in force`;
    return Reading.missing(resource, property, "open", what);
}

const roleProperties = [
    "arn",
    "name",
    "inlinePolicies",
    "managedPolicyArns",
    "permissionsBoundary",
    "assumeRolePolicy",
] as const;

/** A role of IAM. */
export class Role extends IamNode<(typeof roleProperties)[number]> {
    static readonly types = ["aws:iam/role:Role"];
    static readonly properties = roleProperties;
    readonly kind = "role";

    override keys(): Iterable<Knowable<string | undefined>> {
        return [this.at("arn").string()];
    }

    override names(): Iterable<Knowable<string | undefined>> {
        return [this.at("name").string()];
    }

    /** The ARNs of managed policies that it lists itself. */
    get managedPolicies(): Reading {
        return this.at("managedPolicyArns");
    }

    /** The documents that stand in it; if the list is not known, it stands for all of them. */
    get inlinePolicies(): readonly Reading[] {
        return elementsAt(this.at("inlinePolicies")).map((element) => element.at("policy"));
    }

    /** Who may assume it. */
    get trust(): Reading {
        return documentOf(this, "assumeRolePolicy");
    }

    /** A policy that it cannot exceed. */
    get boundary(): Reading {
        return this.at("permissionsBoundary");
    }
}

const policyProperties = ["arn", "name", "policy"] as const;

/** A managed policy of the program's own. */
export class ManagedPolicy extends IamNode<(typeof policyProperties)[number]> {
    static readonly types = ["aws:iam/policy:Policy"];
    static readonly properties = policyProperties;
    readonly kind = "managedPolicy";

    override keys(): Iterable<Knowable<string | undefined>> {
        return [this.at("arn").string()];
    }

    override names(): Iterable<Knowable<string | undefined>> {
        return [this.at("name").string()];
    }

    get document(): Reading {
        return documentOf(this, "policy");
    }
}

/** What gives roles policies. */
export interface PolicyGiver extends Node {
    readonly roles: Links<Role>;
}

const rolePolicyProperties = ["role", "policy"] as const;

/** A document of one role. */
export class RolePolicy
    extends IamNode<(typeof rolePolicyProperties)[number]>
    implements PolicyGiver
{
    static readonly types = ["aws:iam/rolePolicy:RolePolicy"];
    static readonly properties = rolePolicyProperties;
    readonly kind = "rolePolicy";

    get roles(): Links<Role> {
        return this.one("role", "role");
    }

    get document(): Reading {
        return documentOf(this, "policy");
    }
}

/** Gives managed policies to roles. */
export interface Attachment extends PolicyGiver {
    /** The place of a policy's ARN, or of a list of them. */
    readonly policies: Reading;
}

const attachmentProperties = ["role", "policyArn"] as const;

export class RolePolicyAttachment
    extends IamNode<(typeof attachmentProperties)[number]>
    implements Attachment
{
    static readonly types = ["aws:iam/rolePolicyAttachment:RolePolicyAttachment"];
    static readonly properties = attachmentProperties;
    readonly kind = "rolePolicyAttachment";

    get roles(): Links<Role> {
        return this.one("role", "role");
    }

    get policies(): Reading {
        return this.at("policyArn");
    }
}

const sharedAttachmentProperties = ["roles", "policyArn"] as const;

/** Gives one policy to several roles, users and groups. */
export class PolicyAttachment
    extends IamNode<(typeof sharedAttachmentProperties)[number]>
    implements Attachment
{
    static readonly types = ["aws:iam/policyAttachment:PolicyAttachment"];
    static readonly properties = sharedAttachmentProperties;
    readonly kind = "policyAttachment";

    get roles(): Links<Role> {
        return this.many("roles", "role");
    }

    get policies(): Reading {
        return this.at("policyArn");
    }
}

const exclusiveAttachmentProperties = ["roleName", "policyArns"] as const;

/** Gives a role these managed policies, and takes all others from it. */
export class RolePolicyAttachmentsExclusive
    extends IamNode<(typeof exclusiveAttachmentProperties)[number]>
    implements Attachment
{
    static readonly types = [
        "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
    ];
    static readonly properties = exclusiveAttachmentProperties;
    readonly kind = "rolePolicyAttachmentsExclusive";

    get roles(): Links<Role> {
        return this.one("roleName", "role");
    }

    get policies(): Reading {
        return this.at("policyArns");
    }
}

/** The role that ECS itself acts with is one of these (AWS rule 1.6). */
export class ServiceLinkedRole extends Node<"awsServiceName"> {
    static readonly types = ["aws:iam/serviceLinkedRole:ServiceLinkedRole"];
    static readonly properties = ["awsServiceName"] as const;
    readonly kind = "serviceLinkedRole";

    get service(): Knowable<string | undefined> {
        return this.at("awsServiceName").string();
    }
}
