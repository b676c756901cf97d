import { cannotKnow, gapsOf, unless } from "../knowable";
import type { Vpc } from "../network";
import type { Origin } from "./connection";
import { privateNames, resolvesNames, unreadNames } from "./dns";
import { along, through, type Hop, type PathAnswer } from "./hop";
import { rules } from "./rules";
import type { Scene } from "./scene";
import { ways } from "./words";

/**
 * A name, then a way: it has to be resolved, and a private hosted zone of the VPC may answer for it in
 * place of the public DNS.
 *
 * @param host a host, or the domain below which it lies; `undefined` if any host may be meant
 */
export function named(
    { graph, trace }: Pick<Scene, "graph" | "trace">,
    vpc: Vpc,
    { subnet }: Origin,
    host: string | undefined,
    way: () => PathAnswer,
): PathAnswer {
    const resolved = trace.step(
        rules.resolver,
        () => ({ at: vpc, says: `VPC ${vpc.name} resolves ${host ?? "names"}` }),
        () => resolvesNames(graph, vpc),
    );
    if (resolved.verdict === "violated") return along(through(subnet, resolved), ways.byName);
    const zones = privateNames(graph, vpc, host);
    const changed = graph.openness.changes(vpc, "names");
    if (zones.length + changed.length > 0) {
        trace.step(
            rules.zones,
            () => undefined,
            () => cannotKnow<Hop>([...changed, ...zones]),
        );
    }
    const answer = way();
    const doubts = [...gapsOf(resolved), ...changed];
    if (doubts.length > 0) return cannotKnow([...doubts, ...zones], ...answer.evidence);
    if (zones.length === 0 || answer.verdict === "cannot-know") {
        return unless(answer, unreadNames(graph, vpc));
    }
    return host === undefined ? unless(answer, zones) : cannotKnow(zones, ...answer.evidence);
}
