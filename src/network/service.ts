import { known, map, type Knowable } from "../knowable";
import type { Links } from "./link";
import {
    TaskLauncher,
    type Discovery,
    type LaunchSetting,
    type Place,
    type Registration,
} from "./task-launcher";
import type { TargetGroup } from "./target-group";

const shared = [
    "launchType",
    "capacityProviderStrategies",
    "cluster",
    "taskDefinition",
    "platformVersion",
    "networkConfiguration",
    "loadBalancers",
    "serviceRegistries",
] as const;
type Shared = (typeof shared)[number];

const serviceOnly = [
    "name",
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

    override get discovery(): Knowable<Discovery | undefined> {
        return this.discoveryIn(this.at("serviceRegistries"), "serviceRegistries");
    }
}

export class Service extends EcsLauncher {
    static readonly types = ["aws:ecs/service:Service"];
    static readonly properties = [...shared, ...serviceOnly] as const;
    readonly label = "service";

    /** CodeDeploy names services by name. */
    override names(): Iterable<Knowable<string | undefined>> {
        return [this.at("name").string()];
    }

    /** Service Connect is on: its proxy talks to ECS. */
    get usesServiceConnect(): Knowable<boolean | undefined> {
        return this.at("serviceConnectConfiguration").at("enabled").boolean();
    }

    /** The names of port mappings that Service Connect makes known to others. */
    get connectPortNames(): Knowable<readonly Knowable<string | undefined>[]> {
        const services = this.at("serviceConnectConfiguration").at("services").elements();
        return map(services, (list) => list.map((service) => service.at("portName").string()));
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
