import type { Knowable } from "../../knowable";
import type { Links } from "../links/link";
import { Node } from "../links/node";

/** A repository of private ECR. */
export class Repository extends Node<"arn" | "name"> {
    static readonly types = ["aws:ecr/repository:Repository"];
    static readonly properties = ["arn", "name"] as const;
    readonly kind = "repository";

    override keys(): Iterable<Knowable<string | undefined>> {
        return [this.arn];
    }

    get arn(): Knowable<string | undefined> {
        return this.at("arn").string();
    }

    override names(): Iterable<Knowable<string | undefined>> {
        return [this.repositoryName];
    }

    get repositoryName(): Knowable<string | undefined> {
        return this.at("name").string();
    }
}

/** May allow a role to pull, whatever the role's own policies say (ECR, repository policies). */
export class RepositoryPolicy extends Node<"repository"> {
    static readonly types = ["aws:ecr/repositoryPolicy:RepositoryPolicy"];
    static readonly properties = ["repository"] as const;
    readonly kind = "repositoryPolicy";

    get repository(): Links<Repository> {
        return this.one("repository", "repository");
    }
}

/** The same for all repositories of a registry (ECR, private registry permissions). */
export class RegistryPolicy extends Node<"policy"> {
    static readonly types = ["aws:ecr/registryPolicy:RegistryPolicy"];
    static readonly properties = ["policy"] as const;
    readonly kind = "registryPolicy";
}
