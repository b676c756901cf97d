import { ecrImage, groupWith, natNetwork, tcp, type NatNetwork, type Network } from "./networks";
import { Ref, type Inputs, type Resource, type Value } from "./program";

type Environment = Readonly<Record<string, Value>>;

export interface Parts extends NatNetwork {
    readonly web: Resource;
    readonly api: Resource;
    /** The groups of the two services. */
    readonly webGroup: Resource;
    readonly apiGroup: Resource;
}

export interface Choices {
    /** The environment of the containers of `web`. */
    readonly environment?: Environment | Ref;
    readonly ofApi?: Environment;
    /** What the group of `api` admits; TCP 8080 from that of `web`, if it does not say. */
    readonly admits?: (web: Resource) => Value[];
    readonly egress?: (api: Resource) => Value[];
    /** What `web` and `api` say of Service Connect, and where they are registered. */
    readonly web?: (parts: NatNetwork) => Inputs;
    readonly api?: (parts: NatNetwork) => Inputs;
    readonly portMapping?: Inputs;
}

/** Two services in one subnet, each with a group and a task definition of its own. */
export function two(n: Network, choices: Choices = {}): Parts {
    const place = natNetwork(n);
    const { vpc, privateSubnet } = place;
    const { environment = {}, ofApi = {}, portMapping } = choices;
    const webGroup = n.securityGroup("web", vpc);
    const admits = choices.admits ?? ((web) => [tcp(8080, { securityGroups: [web.id] })]);
    const apiGroup = groupWith(n, "api", vpc, { ingress: admits(webGroup) });
    if (choices.egress !== undefined) webGroup.inputs.egress = choices.egress(apiGroup);
    const api = n.service("api", [privateSubnet], {
        taskDefinition: task(n, "api", ofApi, {
            name: "http",
            containerPort: 8080,
            ...portMapping,
        }),
        networkConfiguration: { securityGroups: [apiGroup.id] },
        ...choices.api?.(place),
    });
    const web = n.service("web", [privateSubnet], {
        taskDefinition: task(n, "web", environment, { name: "http", containerPort: 3000 }),
        networkConfiguration: { securityGroups: [webGroup.id] },
        ...choices.web?.(place),
    });
    return { ...place, web, api, webGroup, apiGroup };
}

function task(n: Network, name: string, environment: Environment | Ref, mapping: Inputs): Value {
    return n.taskDefinition(name, {
        containerDefinitions:
            environment instanceof Ref
                ? environment
                : JSON.stringify([
                      {
                          name: "c0",
                          image: ecrImage,
                          essential: true,
                          portMappings: [mapping],
                          environment: Object.entries(environment).map(([key, value]) => ({
                              name: key,
                              value,
                          })),
                      },
                  ]),
    }).arn;
}

export const nobody = (): Value[] => [];
export const fromElsewhere = (): Value[] => [tcp(8080, { cidrBlocks: ["192.168.0.0/16"] })];

/** Both in one namespace of Service Connect, in which `api` is known by an alias. */
export function connected(n: Network, choices: Choices = {}, api: Inputs = {}): Parts {
    const namespace = n.add("aws:servicediscovery/httpNamespace:HttpNamespace", "shop", {
        name: "shop",
    });
    const client = { enabled: true, namespace: namespace.arn };
    return two(n, {
        environment: { API_URL: "http://api:8080/v1" },
        web: () => ({ serviceConnectConfiguration: client }),
        api: () => ({
            serviceConnectConfiguration: {
                ...client,
                services: [
                    { portName: "http", clientAlias: [{ dnsName: "api", port: 8080 }], ...api },
                ],
            },
        }),
        ...choices,
    });
}

/** `api` is registered with Cloud Map, in a private DNS namespace of the VPC. */
export function registered(
    n: Network,
    choices: Choices = {},
    type = "A",
    registry: Inputs = {},
): Parts {
    return two(n, {
        environment: { API_URL: "http://api.shop.internal:8080/v1" },
        api: ({ vpc }) => ({
            serviceRegistries: { registryArn: mapped(n, vpc, type), ...registry },
        }),
        ...choices,
    });
}

/** The same, and `web` is registered there, too. */
export function bothRegistered(n: Network, choices: Choices): void {
    registered(n, {
        ...choices,
        web: () => {
            const namespace = n.find(privateDnsNamespace);
            return { serviceRegistries: { registryArn: entry(n, "web", namespace?.id ?? null) } };
        },
    });
}

export const privateDnsNamespace = "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace";

function mapped(n: Network, vpc: Resource, type: string): Value {
    const inputs = { name: "shop.internal", vpc: vpc.id };
    return entry(n, "api", n.add(privateDnsNamespace, "internal", inputs).id, type);
}

/** A service of Cloud Map in a namespace, with records of this type. */
function entry(n: Network, name: string, namespaceId: Value, type = "A"): Value {
    const dnsConfig = { namespaceId, dnsRecords: [{ ttl: 10, type }] };
    return n.add("aws:servicediscovery/service:Service", name, { name, dnsConfig }).arn;
}

/** What of a peering is otherwise: all that the packets need is there, if it does not say. */
export interface Peering {
    /** Routes to each other that are left out. */
    readonly without?: "there" | "back";
    readonly connection?: Inputs;
    /** It is accepted by an accepter of its own. */
    readonly hasAccepter?: boolean;
}

/** The service `api` and its group in another VPC, which is peered with that of `web`. */
export function inPeer(
    n: Network,
    { vpc, privateTable, api, apiGroup }: Parts,
    { without, connection = {}, hasAccepter = false }: Peering = {},
): Resource {
    const far = n.vpc("far", { cidrBlock: "10.1.0.0/16" });
    const peering = n.add("aws:ec2/vpcPeeringConnection:VpcPeeringConnection", "peering", {
        vpcId: vpc.id,
        peerVpcId: far.id,
        autoAccept: true,
        ...connection,
    });
    if (hasAccepter) {
        n.add("aws:ec2/vpcPeeringConnectionAccepter:VpcPeeringConnectionAccepter", "peering", {
            vpcPeeringConnectionId: peering.id,
            autoAccept: true,
        });
    }
    const to = { vpcPeeringConnectionId: peering.id };
    if (without !== "there") {
        n.route("there", privateTable, { ...to, destinationCidrBlock: "10.1.0.0/16" });
    }
    const subnet = n.subnet("far", far, { cidrBlock: "10.1.1.0/24" });
    const table = n.routeTable("far", far);
    n.associate(subnet, table);
    if (without !== "back") n.route("back", table, { ...to, destinationCidrBlock: "10.0.0.0/16" });
    apiGroup.inputs.vpcId = far.id;
    api.inputs.networkConfiguration = { subnets: [subnet.id], securityGroups: [apiGroup.id] };
    return peering;
}
