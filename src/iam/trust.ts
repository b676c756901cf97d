import { cannotKnow, distinctGaps, ok, violated, type Answer, type Gap } from "../knowable";
import { elementsAt, type Role } from "../network";
import { judgePolicies } from "./evaluate";

/** Whether a service of AWS's may assume a role, by its trust policy; conditions are taken to hold. */
export function trusts({ trust }: Role, service: string): Answer<never> {
    const unknown: Gap[] = [];
    const { allowed, doubts } = judgePolicies(
        [trust],
        { action: "sts:AssumeRole" },
        (statement) => {
            const principal = statement.at("Principal");
            const everyone = principal.string();
            if (everyone.known && everyone.value === "*") return "yes";
            const texts = elementsAt(principal.at("Service")).map((each) => each.string());
            if (texts.some((text) => text.known && text.value === service)) return "yes";
            const whys = texts.flatMap((text) => (text.known ? [] : [text.why]));
            unknown.push(...whys);
            return whys.length > 0 ? "perhaps" : "no";
        },
    );
    const gaps = distinctGaps([...doubts, ...unknown]);
    if (gaps.length > 0) return cannotKnow(gaps);
    return allowed === "no" ? violated() : ok();
}
