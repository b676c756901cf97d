import {
    assuming,
    cannotKnow,
    known,
    map,
    ok,
    violated,
    type Answer,
    type Knowable,
} from "../knowable";
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
    "schedulingStrategy",
    "iamRole",
    "enableExecuteCommand",
    "serviceConnectConfiguration",
] as const;

/** What keeps its launch settings at its top level, under their own names. */
abstract class EcsLauncher extends TaskLauncher<Shared | (typeof serviceOnly)[number]> {
    /** The key by which a `loadBalancers` block names a Classic Load Balancer. */
    protected abstract readonly classicName: string;

    protected place(setting: LaunchSetting): Place<Shared | "enableExecuteCommand"> {
        return { at: this.at(setting), property: setting };
    }

    override get targetGroups(): Links<TargetGroup> {
        return this.targetGroupsIn(this.at("loadBalancers"), "loadBalancers");
    }

    override get registrations(): Knowable<readonly Registration[]> {
        return this.registrationsIn(this.at("loadBalancers"), "loadBalancers", this.classicName);
    }

    override get discovery(): Knowable<Discovery | undefined> {
        return this.discoveryIn(this.at("serviceRegistries"), "serviceRegistries");
    }
}

/** By name, by path, or by ARN; or cut short, as older providers return it. */
const serviceLinkedRole = /(^|\/)AWSServiceRoleForECS$|^aws-service-role$/;

export class Service extends EcsLauncher {
    static readonly types = ["aws:ecs/service:Service"];
    static readonly properties = [...shared, ...serviceOnly] as const;
    readonly label = "service";
    protected readonly classicName = "elbName";

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

    /** `REPLICA`, which is the default, or `DAEMON`: one task on every instance. */
    get schedulingStrategy(): Knowable<string | undefined> {
        return this.at("schedulingStrategy").string();
    }

    /**
     * It leaves registering its tasks to the service-linked role, or names just that; of an unknown role its
     * dependencies tell.
     */
    usesServiceLinkedRole<E>(): Answer<E> {
        const role = this.at("iamRole").string();
        if (role.known) {
            const isOther = role.value !== undefined && !serviceLinkedRole.test(role.value);
            return isOther ? violated() : ok();
        }
        const { options, plan } = this.graph;
        const [only, ...others] = this.resource.dependenciesOf("iamRole");
        const fed = only === undefined ? undefined : plan.byUrn.get(only);
        if (fed === undefined || others.length > 0 || !options.trustDependencies) {
            return cannotKnow(role.why);
        }
        const assumed = [`the IAM role of ${this.name} is ${fed.name}`];
        if (fed.type === "aws:iam/role:Role") return assuming(violated(), assumed);
        const isLinked = fed.type === "aws:iam/serviceLinkedRole:ServiceLinkedRole";
        return isLinked ? assuming(ok(), assumed) : cannotKnow(role.why);
    }
}

export class TaskSet extends EcsLauncher {
    static readonly types = ["aws:ecs/taskSet:TaskSet"];
    static readonly properties = shared;
    readonly label = "task set";
    protected readonly classicName = "loadBalancerName";

    /** A task set has no such setting. */
    override get enableExecuteCommand(): Knowable<boolean | undefined> {
        return known(false);
    }
}
