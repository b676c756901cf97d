import {
    assuming,
    cannotKnow,
    known,
    map,
    ok,
    unknown,
    violated,
    type Answer,
    type Knowable,
} from "../../knowable";
import type { Reading } from "../../plan";
import type { NodeOf } from "../links/kinds";
import type { Links } from "../links/link";
import { namespaceAt, type NamespaceLink } from "./hosted-zone";
import {
    TaskLauncher,
    type Discovery,
    type LaunchSetting,
    type SettingAt,
    type Registration,
} from "./task-launcher";
import type { LatticeTargetGroup } from "./lattice-target-group";
import type { Role } from "./role";
import type { TargetGroup } from "./target-group";
import type { TaskSetting } from "./task-definition";

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
    "desiredCount",
    "deploymentController",
    "deploymentConfiguration",
    "deploymentMaximumPercent",
    "deploymentMinimumHealthyPercent",
    "deploymentCircuitBreaker",
    "waitForSteadyState",
    "availabilityZoneRebalancing",
    "placementConstraints",
    "orderedPlacementStrategies",
    "schedulingStrategy",
    "iamRole",
    "forceNewDeployment",
    "triggers",
    "enableExecuteCommand",
    "serviceConnectConfiguration",
    "vpcLatticeConfigurations",
] as const;

const taskSetOnly = ["service", "scale"] as const;

/** What keeps its launch settings at its top level, under their own names. */
abstract class EcsLauncher extends TaskLauncher<
    Shared | (typeof serviceOnly)[number] | (typeof taskSetOnly)[number]
> {
    /** The key by which a `loadBalancers` block names a Classic Load Balancer. */
    protected abstract readonly classicName: string;

    protected place(setting: LaunchSetting): SettingAt<Shared | "enableExecuteCommand"> {
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
    readonly kind = "service";
    protected readonly classicName = "elbName";

    /** CodeDeploy, task sets and scaling targets name it so. */
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

    /** How many tasks a rolling deployment may run at once, in percent of the desired ones (AWS rule 9). */
    get deploymentMaximumPercent(): Knowable<number | undefined> {
        return this.at("deploymentMaximumPercent").number();
    }

    /** How many of them a rolling deployment leaves running, in percent. */
    get deploymentMinimumHealthyPercent(): Knowable<number | undefined> {
        return this.at("deploymentMinimumHealthyPercent").number();
    }

    /** Tasks that do not start end a rolling deployment. */
    get hasCircuitBreaker(): Knowable<boolean> {
        const isOn = this.at("deploymentCircuitBreaker").at("enable").boolean();
        return map(isOn, (is) => is === true);
    }

    /** How many tasks may fail before it ends one is not AWS's default. */
    get hasOwnThreshold(): Knowable<boolean> {
        return this.at("deploymentCircuitBreaker").at("thresholdConfiguration").isSet();
    }

    /** The deployment goes on only when all its tasks run, and fails after a while without. */
    get waitsForSteadyState(): Knowable<boolean> {
        return map(this.at("waitForSteadyState").boolean(), (is) => is === true);
    }

    /** `ENABLED` or `DISABLED`; of what is unset AWS decides. */
    get availabilityZoneRebalancing(): Knowable<string | undefined> {
        return this.at("availabilityZoneRebalancing").string();
    }

    /** Which of the settings it uses that say on which instances its tasks run. */
    get placement(): readonly TaskSetting[] {
        return (["placementConstraints", "orderedPlacementStrategies"] as const).map((path) => ({
            path,
            isUsed: map(this.at(path).elements(), ({ length }) => length > 0),
        }));
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

    /** How the proxy of Service Connect logs. */
    get connectLogs(): Reading {
        return this.at("serviceConnectConfiguration").at("logConfiguration");
    }

    /** What Service Connect makes known to others. */
    get connectServices(): Knowable<readonly ConnectService[]> {
        const services = this.at("serviceConnectConfiguration").at("services").elements();
        return map(services, (list) =>
            list.map((service) => ({
                portName: service.at("portName").string(),
                discoveryName: service.at("discoveryName").string(),
                ingressPort: service.at("ingressPortOverride").number(),
                aliases: map(service.at("clientAlias").elements(), (aliases) =>
                    aliases.map((alias) => ({
                        name: alias.at("dnsName").string(),
                        port: alias.at("port").number(),
                    })),
                ),
            })),
        );
    }

    /** The namespace of Service Connect that it names; where it names none, its cluster's counts. */
    get connectNamespace(): NamespaceLink {
        const property = "serviceConnectConfiguration";
        const place = this.at(property).at("namespace");
        return namespaceAt(place, (kind) => this.one(property, kind, place));
    }

    /** Its `vpcLatticeConfigurations` blocks, one by one. */
    get latticeRegistrations(): Knowable<readonly LatticeRegistration[]> {
        const property = "vpcLatticeConfigurations";
        return this.memo(property, () =>
            map(this.at(property).elements(), (list) => {
                const all = (name: string): readonly Reading[] => list.map((each) => each.at(name));
                const among = <K extends "latticeTargetGroup" | "role">(
                    each: Reading,
                    name: string,
                    kind: K,
                ): Links<NodeOf<K>> =>
                    this.graph.linker.among(
                        [each.at(name)],
                        all(name),
                        this.resource,
                        property,
                        kind,
                    );
                return list.map((each) => ({
                    path: each.path,
                    portName: each.at("portName").string(),
                    targetGroup: among(each, "targetGroupArn", "latticeTargetGroup"),
                    role: among(each, "roleArn", "role"),
                }));
            }),
        );
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

/** A port of its tasks that Service Connect makes known, and how. */
export interface ConnectService {
    /** The name of a port mapping. */
    readonly portName: Knowable<string | undefined>;
    /** Unset: as the port mapping. */
    readonly discoveryName: Knowable<string | undefined>;
    /** The port on which the proxy of the tasks listens; unset: that of the container. */
    readonly ingressPort: Knowable<number | undefined>;
    readonly aliases: Knowable<readonly ConnectAlias[]>;
}

/** By which name and port clients call it; without a name by that of the namespace. */
export interface ConnectAlias {
    readonly name: Knowable<string | undefined>;
    readonly port: Knowable<number | undefined>;
}

/** With what of VPC Lattice's tasks register. */
export interface LatticeRegistration {
    /** Where it stands, such as `vpcLatticeConfigurations[0]`. */
    readonly path: string;
    /** The name of a port mapping. */
    readonly portName: Knowable<string | undefined>;
    readonly targetGroup: Links<LatticeTargetGroup>;
    /** By which ECS registers them. */
    readonly role: Links<Role>;
}

export class TaskSet extends EcsLauncher {
    static readonly types = ["aws:ecs/taskSet:TaskSet"];
    static readonly properties = [...shared, ...taskSetOnly] as const;
    readonly kind = "taskSet";
    protected readonly classicName = "loadBalancerName";

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
