import type { Knowable } from "../../knowable";
import { spellingsInLb } from "../../plan";
import type { Links } from "../links/link";
import type { LoadBalancer } from "./load-balancer";
import { Node } from "../links/node";
import type { TargetGroup } from "./target-group";

/** What forwards to target groups: a listener by its default actions, a rule of a listener by its actions. */
abstract class Forwarder<P extends string> extends Node<P> {
    override keys(): Iterable<Knowable<string | undefined>> {
        return [this.at("arn" as P).string()];
    }

    /** The target groups to which its actions forward; a redirect or a fixed response has none. */
    abstract get targetGroups(): Links<TargetGroup>;

    protected forwardedBy(property: P): Links<TargetGroup> {
        return this.inBlocks(property, "targetGroup", (action) => {
            const single = action.at("targetGroupArn");
            const forward = action.at("forward").at("targetGroups");
            const groups = forward.elements();
            if (!groups.known) return [single, forward];
            // Where both are set, AWS wants them to name the same group.
            return groups.value.length === 0
                ? [single]
                : groups.value.map((group) => group.at("arn"));
        });
    }
}

const properties = ["arn", "loadBalancerArn", "port", "protocol", "defaultActions"] as const;

export class Listener extends Forwarder<(typeof properties)[number]> {
    static readonly types = spellingsInLb("listener:Listener");
    static readonly properties = properties;
    readonly kind = "listener";

    get loadBalancer(): Links<LoadBalancer> {
        return this.one("loadBalancerArn", "loadBalancer");
    }

    /** The port on which it listens. */
    get port(): Knowable<number | undefined> {
        return this.at("port").number();
    }

    /** `HTTP`, `HTTPS`, `TCP`, `TLS`, `UDP`, `TCP_UDP` …; unset is `HTTP` on an ALB. */
    get protocol(): Knowable<string | undefined> {
        return this.at("protocol").string();
    }

    get targetGroups(): Links<TargetGroup> {
        return this.forwardedBy("defaultActions");
    }
}

const ruleProperties = ["arn", "listenerArn", "actions"] as const;

export class ListenerRule extends Forwarder<(typeof ruleProperties)[number]> {
    static readonly types = spellingsInLb("listenerRule:ListenerRule");
    static readonly properties = ruleProperties;
    readonly kind = "listenerRule";

    get listener(): Links<Listener> {
        return this.one("listenerArn", "listener");
    }

    get targetGroups(): Links<TargetGroup> {
        return this.forwardedBy("actions");
    }
}
