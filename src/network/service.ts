import { known, map, unknown, type Knowable } from "../knowable";
import type { Links } from "./link";
import { TaskLauncher, type LaunchSetting, type Place, type Registration } from "./task-launcher";
import type { TargetGroup } from "./target-group";

const shared = [
    "launchType",
    "capacityProviderStrategies",
    "cluster",
    "taskDefinition",
    "platformVersion",
    "networkConfiguration",
    "loadBalancers",
] as const;
type Shared = (typeof shared)[number];

const serviceOnly = [
    "name",
    "desiredCount",
    "deploymentController",
    "deploymentConfiguration",
    "deploymentMaximumPercent",
    "forceNewDeployment",
    "triggers",
    "enableExecuteCommand",
    "serviceConnectConfiguration",
] as const;

const taskSetOnly = ["service", "scale"] as const;

/** What keeps its launch settings at its top level, under their own names. */
abstract class EcsLauncher extends TaskLauncher<
    Shared | (typeof serviceOnly)[number] | (typeof taskSetOnly)[number]
> {
    protected place(setting: LaunchSetting): Place<Shared | "enableExecuteCommand"> {
        return { at: this.at(setting), property: setting };
    }

    override get targetGroups(): Links<TargetGroup> {
        return this.targetGroupsIn(this.at("loadBalancers"), "loadBalancers");
    }

    override get registrations(): Knowable<readonly Registration[]> {
        return this.registrationsIn(this.at("loadBalancers"), "loadBalancers");
    }
}

export class Service extends EcsLauncher {
    static readonly types = ["aws:ecs/service:Service"];
    static readonly properties = [...shared, ...serviceOnly] as const;
    readonly label = "service";

    /** A task set and a scaling target name it so. */
    override names(): Iterable<Knowable<string | undefined>> {
        return [this.at("name").string()];
    }

    /** Others set how many tasks run, mostly Application Auto Scaling: of what exists, `ignoreChanges` leaves theirs. */
    get leavesCountToOthers(): boolean {
        return !this.resource.isNew && this.resource.ignoresChangesOf("desiredCount");
    }

    /** How many tasks are to run; unset means none (the provider's documentation). */
    get desiredCount(): Knowable<number> {
        const place = this.at("desiredCount");
        if (this.leavesCountToOthers) {
            const what = "ignoreChanges covers desiredCount, so another number of tasks may run";
            return unknown(place.gap("open", what));
        }
        return map(place.number(), (count) => Math.max(0, count ?? 0));
    }

    /** How many tasks a rolling deployment may run at once, in percent of the desired ones (facts 9). */
    get deploymentMaximumPercent(): Knowable<number | undefined> {
        return this.at("deploymentMaximumPercent").number();
    }

    /** `ROLLING`, which is the default, or `BLUE_GREEN`, `LINEAR`, `CANARY`, which run two of each task. */
    get deploymentStrategy(): Knowable<string | undefined> {
        return this.at("deploymentConfiguration").at("strategy").string();
    }

    /** Its tasks are started anew when it is updated. */
    get forceNewDeployment(): Knowable<boolean | undefined> {
        return this.at("forceNewDeployment").boolean();
    }

    /** Values that, when they change, start its tasks anew. */
    get hasTriggers(): Knowable<boolean> {
        return this.at("triggers").isSet();
    }

    /** Service Connect is on: its proxy talks to ECS. */
    get usesServiceConnect(): Knowable<boolean | undefined> {
        return this.at("serviceConnectConfiguration").at("enabled").boolean();
    }

    /** `ECS`, `CODE_DEPLOY`, or `EXTERNAL`, with which the network stands in the task sets. */
    get deploymentController(): Knowable<string | undefined> {
        return this.at("deploymentController").at("type").string();
    }
}

export class TaskSet extends EcsLauncher {
    static readonly types = ["aws:ecs/taskSet:TaskSet"];
    static readonly properties = [...shared, ...taskSetOnly] as const;
    readonly label = "task set";

    get service(): Links<Service> {
        return this.one("service", "service");
    }

    /** Its share of the service's desired tasks, in percent. */
    get scale(): Knowable<number | undefined> {
        return this.at("scale").at("value").number();
    }

    /** A task set has no such setting. */
    override get enableExecuteCommand(): Knowable<boolean | undefined> {
        return known(false);
    }
}
