import { flatMap, isKnownToBe, known, map, unknown, type Gap, type Knowable } from "../knowable";
import { theOne, type Graph, type GuardDutyFeature } from "../network";
import type { PlannedResource } from "../plan";
import { actionsOf } from "./actions";
import { partitionIn } from "./arns";
import { clusterOf } from "./fargate";
import type { Registry } from "./image";
import { isWindows } from "./platform";
import { callsOn, loginCalls, type RoleNeed } from "./role-need";
import type { Workload } from "./workload";

/** The tasks of which clusters get an agent: of all that are not excluded, of those that are included, of none. */
type Scope = "all" | "tagged" | "none";

/**
 * Whether GuardDuty adds its agent to the tasks of a workload: Runtime Monitoring is on in its region and
 * account, and the tag of the cluster lets it (AWS rule 17).
 *
 * @param isOn it is on whatever the plan shows, as the pack is told
 */
export function hasAgent(
    graph: Graph,
    { launcher, operatingSystem }: Workload,
    isOn: boolean,
): Knowable<boolean> {
    const scope = isOn ? known<Scope>("all") : scopeOf(graph, launcher.resource);
    if (isKnownToBe(scope, "none")) return known(false);
    const onWindows = isWindows(operatingSystem);
    if (isKnownToBe(onWindows, true)) return known(false);
    const cluster = clusterOf(launcher);
    const tag = flatMap(cluster, (each) => each.tag(managed));
    // Of a cluster that is not in the plan the pack was told.
    if (!cluster.known && isOn) return map(onWindows, () => true);
    const isIn = flatMap(tag, (value): Knowable<boolean> => {
        if (value !== undefined && value !== "true" && value !== "false") {
            const what = "AWS documents true and false, and no other value of it";
            const { resource } = cluster.known ? cluster.value : launcher;
            return unknown(resource.gap(`tags.${managed}`, "not-modelled", what));
        }
        return map(scope, (of) => (of === "all" ? value !== "false" : value === "true"));
    });
    return isKnownToBe(isIn, false) ? isIn : flatMap(onWindows, () => isIn);
}

/** The tag by which clusters are taken in or out. */
const managed = "GuardDutyManaged";

function scopeOf(graph: Graph, resource: PlannedResource): Knowable<Scope> {
    const scopes = graph.all("guardDutyFeature").map((each) => scopeBy(each, resource));
    return (
        scopes.find((scope) => isKnownToBe(scope, "all")) ??
        scopes.find(({ known: is }) => !is) ??
        scopes.find((scope) => isKnownToBe(scope, "tagged")) ??
        known("none")
    );
}

/** What one feature of a detector makes of it, for what is in a region of an account. */
function scopeBy(feature: GuardDutyFeature, resource: PlannedResource): Knowable<Scope> {
    const { region } = resource;
    const none = known<Scope>("none");
    const { feature: name, resource: own, isOn, managesAgentOfFargate } = feature;
    if (name.known && name.value !== "RUNTIME_MONITORING") return none;
    if (region.known && own.region.known && region.value !== own.region.value) return none;
    const detector = theOne(feature.detector, () => ofUnknownDetector(feature));
    const isDetecting = flatMap(detector, (each) => each.isOn);
    if (isKnownToBe(isOn, false) || isKnownToBe(isDetecting, false)) return none;
    for (const each of [name, isOn, isDetecting, region, own.region]) {
        if (!each.known) return each;
    }
    const other = own.ofOtherAccount(resource, "the tasks");
    if (other !== undefined) return unknown(other);
    return map(managesAgentOfFargate, (is) => (is ? "all" : "tagged"));
}

function ofUnknownDetector({ resource }: GuardDutyFeature): Gap {
    return resource.gap("detectorId", "outside", "whether its detector is on is not in this plan");
}

/** AWS's accounts in whose repositories the agent's image is, by region (AWS rule 17). As of November 2026. */
export const agentAccounts: Readonly<Record<string, string>> = {
    "af-south-1": "197869348890",
    "ap-east-1": "258348409381",
    "ap-east-2": "259886477082",
    "ap-northeast-1": "533107202818",
    "ap-northeast-2": "914738172881",
    "ap-northeast-3": "273192626886",
    "ap-south-1": "251508486986",
    "ap-south-2": "950823858135",
    "ap-southeast-1": "174946120834",
    "ap-southeast-2": "005257825471",
    "ap-southeast-3": "510637619217",
    "ap-southeast-4": "251357961535",
    "ap-southeast-5": "156041399949",
    "ap-southeast-7": "054037130133",
    "ca-central-1": "354763396469",
    "ca-west-1": "339712888787",
    "eu-central-1": "323658145986",
    "eu-central-2": "529164026651",
    "eu-north-1": "591436053604",
    "eu-south-1": "266869475730",
    "eu-south-2": "919611009337",
    "eu-west-1": "694911143906",
    "eu-west-2": "892757235363",
    "eu-west-3": "665651866788",
    "il-central-1": "870907303882",
    "me-central-1": "000014521398",
    "me-south-1": "536382113932",
    "mx-central-1": "311141559934",
    "sa-east-1": "758426053663",
    "us-east-1": "593207742271",
    "us-east-2": "307168627858",
    "us-gov-east-1": "383115532789",
    "us-gov-west-1": "383110348953",
    "us-west-1": "684579721401",
    "us-west-2": "733349766148",
};

/** The ARN of the repository in which the agent's image is; `*` for an account that no page names. */
export function agentRepository(region: string): string {
    const account = Object.hasOwn(agentAccounts, region) ? agentAccounts[region] : undefined;
    return `arn:${partitionIn(region)}:ecr:${region}:${account ?? "*"}:repository/aws-guardduty-agent-fargate`;
}

/** Where the agent's image comes from. By which of ECR's hosts no page says. */
export function agentRegistry(region: string): Registry {
    const repositoryArn = agentRepository(region);
    return {
        kind: "ecr",
        region,
        plain: true,
        stack: "unknown",
        fips: false,
        cached: false,
        repositoryArn,
    };
}

/**
 * What the execution role must allow for it.
 *
 * @param maybe why it is not certain that the tasks get an agent
 */
export function agentNeed(region: string, maybe: readonly Gap[]): RoleNeed {
    const pulls = callsOn(actionsOf("ecr.dkr"), agentRepository(region));
    return { what: "its image", calls: [...loginCalls, ...pulls], maybe, isChecked: false };
}
