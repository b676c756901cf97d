import type { Knowable } from "../../knowable";
import { Node } from "../links/node";

/** A log group of CloudWatch Logs. */
export class LogGroup extends Node<"arn" | "name"> {
    static readonly types = ["aws:cloudwatch/logGroup:LogGroup"];
    static readonly properties = ["arn", "name"] as const;
    readonly kind = "logGroup";

    override names(): Iterable<Knowable<string | undefined>> {
        return [this.groupName];
    }

    get groupName(): Knowable<string | undefined> {
        return this.at("name").string();
    }
}
