import type { Knowable } from "../knowable";
import type { Links } from "./link";
import { TaskLauncher, type LaunchSetting, type Place } from "./task-launcher";
import type { TargetGroup } from "./target-group";

const properties = [
    "launchType",
    "capacityProviderStrategies",
    "cluster",
    "taskDefinition",
    "platformVersion",
    "networkConfiguration",
    "loadBalancers",
    "deploymentController",
] as const;
type P = (typeof properties)[number];

export class Service extends TaskLauncher<P> {
    static readonly types = ["aws:ecs/service:Service"];
    static readonly properties = properties;
    readonly label = "service";

    protected place(setting: LaunchSetting): Place<P> {
        return { at: this.at(setting), property: setting };
    }

    override get targetGroups(): Links<TargetGroup> {
        return this.targetGroupsIn(this.at("loadBalancers"), "loadBalancers");
    }

    /** `ECS`, `CODE_DEPLOY`, or `EXTERNAL`, with which the network stands in the task sets. */
    get deploymentController(): Knowable<string | undefined> {
        return this.at("deploymentController").at("type").string();
    }
}

const taskSetProperties = [
    "launchType",
    "capacityProviderStrategies",
    "cluster",
    "taskDefinition",
    "platformVersion",
    "networkConfiguration",
    "loadBalancers",
] as const;
type T = (typeof taskSetProperties)[number];

export class TaskSet extends TaskLauncher<T> {
    static readonly types = ["aws:ecs/taskSet:TaskSet"];
    static readonly properties = taskSetProperties;
    readonly label = "task set";

    protected place(setting: LaunchSetting): Place<T> {
        return { at: this.at(setting), property: setting };
    }

    override get targetGroups(): Links<TargetGroup> {
        return this.targetGroupsIn(this.at("loadBalancers"), "loadBalancers");
    }
}
