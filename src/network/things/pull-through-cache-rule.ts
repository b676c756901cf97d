import type { Knowable } from "../../knowable";
import { Node } from "../links/node";

const properties = ["ecrRepositoryPrefix"] as const;

/** Lets a private ECR registry fetch images of another registry below a prefix. */
export class PullThroughCacheRule extends Node<(typeof properties)[number]> {
    static readonly types = ["aws:ecr/pullThroughCacheRule:PullThroughCacheRule"];
    static readonly properties = properties;
    readonly kind = "pullThroughCacheRule";

    /** The first part of the repositories' names; `ROOT` for all. */
    get prefix(): Knowable<string | undefined> {
        return this.at("ecrRepositoryPrefix").string();
    }
}
