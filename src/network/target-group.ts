import type { Knowable } from "../knowable";
import { Node } from "./node";

const properties = ["arn", "targetType"] as const;

export class TargetGroup extends Node<(typeof properties)[number]> {
    static readonly types = [
        "aws:lb/targetGroup:TargetGroup",
        "aws:alb/targetGroup:TargetGroup",
        "aws:elasticloadbalancingv2/targetGroup:TargetGroup",
        "aws:applicationloadbalancing/targetGroup:TargetGroup",
    ];
    static readonly properties = properties;
    readonly label = "target group";

    override keys(): Iterable<Knowable<string | undefined>> {
        return [this.at("arn").string()];
    }

    /** `ip`, `instance`, `lambda`, `alb`; unset means `instance`. */
    get targetType(): Knowable<string | undefined> {
        return this.at("targetType").string();
    }
}
