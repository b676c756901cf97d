import { known, map, type Knowable } from "../../knowable";
import type { Links } from "../links/link";
import { Node } from "../links/node";
import type { Vpc } from "./vpc";

const properties = ["arn", "type", "config"] as const;

/** A target group of VPC Lattice, with which tasks register (AWS rule 18). */
export class LatticeTargetGroup extends Node<(typeof properties)[number]> {
    static readonly types = ["aws:vpclattice/targetGroup:TargetGroup"];
    static readonly properties = properties;
    readonly kind = "latticeTargetGroup";

    override keys(): Iterable<Knowable<string | undefined>> {
        return [this.at("arn").string()];
    }

    /** `IP`, `INSTANCE`, `LAMBDA` or `ALB`. */
    get targetType(): Knowable<string | undefined> {
        return this.at("type").string();
    }

    get vpc(): Links<Vpc> {
        return this.one("config", "vpc", this.at("config").at("vpcIdentifier"));
    }

    /** Which addresses it takes: `IPV4`, which is the default, or `IPV6`. */
    get ipAddressType(): Knowable<string> {
        return map(this.at("config").at("ipAddressType").string(), (type = "IPV4") => type);
    }

    /** The port of its health checks, for targets on a port; `undefined` without any. */
    healthCheckPort(port: number): Knowable<number | undefined> {
        const check = this.at("config").at("healthCheck");
        const isOn = check.at("enabled").boolean();
        if (!isOn.known) return isOn;
        return isOn.value === false
            ? known(undefined)
            : map(check.at("port").number(), (own = 0) => (own === 0 ? port : own));
    }
}
