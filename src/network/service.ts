import { known, type Knowable } from "../knowable";
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
    "deploymentController",
    "enableExecuteCommand",
    "serviceConnectConfiguration",
] as const;

/** What keeps its launch settings at its top level, under their own names. */
abstract class EcsLauncher extends TaskLauncher<Shared | (typeof serviceOnly)[number]> {
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
    static readonly properties = shared;
    readonly label = "task set";

    /** A task set has no such setting. */
    override get enableExecuteCommand(): Knowable<boolean | undefined> {
        return known(false);
    }
}
