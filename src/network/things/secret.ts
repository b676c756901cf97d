import type { Knowable } from "../../knowable";
import type { Links } from "../links/link";
import { Node } from "../links/node";

const properties = ["arn", "policy"] as const;

/** A secret of Secrets Manager. */
export class Secret extends Node<(typeof properties)[number]> {
    static readonly types = ["aws:secretsmanager/secret:Secret"];
    static readonly properties = properties;
    readonly kind = "secret";

    override keys(): Iterable<Knowable<string | undefined>> {
        return [this.arn];
    }

    get arn(): Knowable<string | undefined> {
        return this.at("arn").string();
    }

    /** Whether a policy stands in it. */
    get hasPolicy(): Knowable<boolean> {
        return this.at("policy").isSet();
    }
}

/** May allow a role to read the secret, whatever the role's own policies say (Secrets Manager). */
export class SecretPolicy extends Node<"secretArn"> {
    static readonly types = ["aws:secretsmanager/secretPolicy:SecretPolicy"];
    static readonly properties = ["secretArn"] as const;
    readonly kind = "secretPolicy";

    get secret(): Links<Secret> {
        return this.one("secretArn", "secret");
    }
}

/** A value of the secret: without any, whoever reads it is told that there is none (Secrets Manager). */
export class SecretVersion extends Node<"secretId"> {
    static readonly types = ["aws:secretsmanager/secretVersion:SecretVersion"];
    static readonly properties = ["secretId"] as const;
    readonly kind = "secretVersion";

    get secret(): Links<Secret> {
        return this.one("secretId", "secret");
    }
}
