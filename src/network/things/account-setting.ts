import type { Knowable } from "../../knowable";
import { Node } from "../links/node";

const properties = ["name", "value"] as const;

/** What holds for everybody in an account, in a region, who has no setting of their own. */
export class AccountSettingDefault extends Node<(typeof properties)[number]> {
    static readonly types = ["aws:ecs/accountSettingDefault:AccountSettingDefault"];
    static readonly properties = properties;
    readonly kind = "accountSettingDefault";

    /** Such as `dualStackIPv6`. */
    get setting(): Knowable<string | undefined> {
        return this.at("name").string();
    }

    /** `enabled`, `disabled`, `on`, `off`. */
    get value(): Knowable<string | undefined> {
        return this.at("value").string();
    }
}
