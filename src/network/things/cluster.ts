import { map, type Knowable } from "../../knowable";
import type { Reading } from "../../plan";
import type { Links } from "../links/link";
import { Node } from "../links/node";
import { namespaceAt, type NamespaceLink } from "./hosted-zone";
import { providersOf, sharesAt, type StrategyShare } from "./task-launcher";

const properties = ["arn", "name", "configuration", "serviceConnectDefaults", "tags"] as const;

export class Cluster extends Node<(typeof properties)[number]> {
    static readonly types = ["aws:ecs/cluster:Cluster"];
    static readonly properties = properties;
    readonly kind = "cluster";

    override keys(): Iterable<Knowable<string | undefined>> {
        return [this.at("arn").string()];
    }

    override names(): Iterable<Knowable<string | undefined>> {
        return [this.at("name").string()];
    }

    /** The namespace of Service Connect for services that name none. */
    get connectNamespace(): NamespaceLink {
        const place = this.at("serviceConnectDefaults").at("namespace");
        return namespaceAt(place, (kind) => this.one("serviceConnectDefaults", kind, place));
    }

    /** The value of a tag that the program gives it. */
    tag(key: string): Knowable<string | undefined> {
        return this.at("tags").at(key).string();
    }

    /** The key and the logs of ECS Exec in its tasks. */
    get execConfiguration(): Reading {
        return this.at("configuration").at("executeCommandConfiguration");
    }
}

const providerProperties = [
    "clusterName",
    "capacityProviders",
    "defaultCapacityProviderStrategies",
] as const;

/** Gives a cluster its capacity providers and its default strategy. */
export class ClusterCapacityProviders extends Node<(typeof providerProperties)[number]> {
    static readonly types = ["aws:ecs/clusterCapacityProviders:ClusterCapacityProviders"];
    static readonly properties = providerProperties;
    readonly kind = "clusterCapacityProviders";

    get cluster(): Links<Cluster> {
        return this.one("clusterName", "cluster");
    }

    /** Names of all that the cluster has. */
    get providers(): Knowable<readonly Knowable<string | undefined>[]> {
        return map(this.at("capacityProviders").elements(), (list) =>
            list.map((provider) => provider.string()),
        );
    }

    /** Names of the capacity providers of the default strategy. */
    get defaultProviders(): Knowable<readonly Knowable<string | undefined>[]> {
        return providersOf(this.at("defaultCapacityProviderStrategies"));
    }

    /** What the default strategy gives each of them. */
    get defaultShares(): Knowable<readonly StrategyShare[]> {
        return sharesAt(this.at("defaultCapacityProviderStrategies"));
    }
}
