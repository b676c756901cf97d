import { taskNetworkInterfaces } from "../../policies/task-network-interfaces";
import { unverifiedNetwork } from "../../policies/unverified-network";
import { natNetwork, type Network } from "../support/networks";
import type { Inputs, Options, Resource, Value } from "../support/program";
import { testPolicy } from "../support/table";

function service(n: Network, inputs: Inputs = {}): Resource {
    return n.service("web", [natNetwork(n).privateSubnet], inputs);
}

/** Gives an Elastic IP to an interface. */
function address(n: Network, networkInterfaceId: Value, options?: Options): void {
    const eip = n.add("aws:ec2/eip:Eip", "fixed", { domain: "vpc" });
    n.add(
        "aws:ec2/eipAssociation:EipAssociation",
        "fixed",
        { allocationId: eip.id, networkInterfaceId },
        options,
    );
}

/** The interface that the program looks up for the tasks of a service. */
function interfaceOf(launcher: Resource): Value {
    return launcher.id.apply("interfaceOf");
}

/** An interface of the program's own. */
function ownInterface(n: Network): Resource {
    const subnetId = n.find("aws:ec2/subnet:Subnet")?.id ?? null;
    return n.add("aws:ec2/networkInterface:NetworkInterface", "own", { subnetId });
}

testPolicy(taskNetworkInterfaces, unverifiedNetwork, {
    valid: [
        { name: "a service with a public IP of its own", network: (n) => service(n) },
        {
            name: "an Elastic IP of a NAT gateway",
            network: (n) => {
                service(n);
                n.add("aws:ec2/eip:Eip", "spare", { domain: "vpc" });
            },
        },
        {
            name: "an Elastic IP of an interface of the program's own",
            network: (n) => {
                service(n);
                address(n, ownInterface(n).id);
            },
        },
        {
            name: "an interface that exists already",
            network: (n) => {
                service(n);
                address(n, "eni-0123456789abcdef0");
            },
        },
        {
            name: "an Elastic IP of an instance",
            network: (n) => {
                service(n);
                const instance = n.add("aws:ec2/instance:Instance", "bastion");
                address(n, instance.get("primaryNetworkInterfaceId"));
            },
        },
        {
            name: "an interface of the tasks of a service on EC2",
            network: (n) => address(n, interfaceOf(service(n, { launchType: "EC2" }))),
        },
        {
            name: "an association that only waits for the service",
            network: (n) => {
                const web = service(n);
                address(n, ownInterface(n).id, { dependsOn: [web] });
            },
        },
    ],
    violates: [
        {
            name: "an Elastic IP for the interface of a service's task",
            statement: "1.9",
            network: (n) => address(n, interfaceOf(service(n))),
            on: "fixed",
            says: [
                /^Elastic IP association fixed changes a network interface of a task of service web, which Fargate alone may do$/m,
                /assuming that the network interface of fixed is one of the tasks of web/,
                /^fix: remove Elastic IP association fixed/m,
            ],
            fixed: (n) => service(n),
        },
        {
            name: "a security group for it",
            statement: "1.9",
            network: (n) => {
                const web = service(n);
                n.add(
                    "aws:ec2/networkInterfaceSecurityGroupAttachment:NetworkInterfaceSecurityGroupAttachment",
                    "extra",
                    {
                        networkInterfaceId: interfaceOf(web),
                        securityGroupId: "sg-0123456789abcdef0",
                    },
                );
            },
            on: "extra",
            says: /security group attachment extra changes a network interface of a task of service web/,
        },
        {
            name: "an instance to which it is attached",
            statement: "1.9",
            network: (n) => {
                const web = service(n);
                n.add("aws:ec2/networkInterfaceAttachment:NetworkInterfaceAttachment", "extra", {
                    networkInterfaceId: interfaceOf(web),
                    instanceId: "i-0123456789abcdef0",
                    deviceIndex: 1,
                });
            },
            on: "extra",
            says: /network interface attachment extra changes/,
        },
        {
            name: "an Elastic IP that itself names it",
            network: (n) =>
                n.add("aws:ec2/eip:Eip", "fixed", {
                    domain: "vpc",
                    networkInterface: interfaceOf(service(n)),
                }),
            on: "fixed",
            says: /Elastic IP fixed changes a network interface of a task of service web/,
        },
        {
            name: "the interface of a task set's task",
            network: (n) => {
                const { publicSubnet } = natNetwork(n);
                const green = n.add("aws:ecs/taskSet:TaskSet", "green", {
                    cluster: n.cluster().arn,
                    service: "web",
                    taskDefinition: n.taskDefinition("app").arn,
                    launchType: "FARGATE",
                    networkConfiguration: { subnets: [publicSubnet.id] },
                });
                address(n, interfaceOf(green));
            },
            on: "fixed",
            says: /of a task of task set green/,
        },
        {
            name: "two services that feed it",
            network: (n) => {
                const web = service(n);
                const api = n.service("api", ["subnet-0123456789abcdef0"]);
                address(n, interfaceOf(web), { feeds: { networkInterfaceId: [api] } });
            },
            on: "fixed",
            says: /of a task of service api and service web/,
        },
    ],
    cannotKnow: [
        {
            name: "an interface that a service and something else feed",
            network: (n) => {
                const web = service(n);
                const choice = n.add("test:index:Choice", "choice");
                address(n, choice.get("id"), { feeds: { networkInterfaceId: [web] } });
            },
            forms: ["first preview"],
            on: "fixed",
            gap: /networkInterfaceId of fixed: it may be an interface of the tasks of web, and may be another/,
            ok: (n) => {
                service(n);
                address(n, ownInterface(n).id);
            },
            violated: (n) => address(n, interfaceOf(service(n))),
        },
        {
            name: "the interface of a service that may be on Fargate",
            network: (n) =>
                address(n, interfaceOf(service(n, { launchType: null, cluster: "shared" }))),
            on: "fixed",
            gap: /the cluster that it names is not in this plan/,
            ok: (n) => address(n, interfaceOf(service(n, { launchType: "EC2" }))),
            violated: (n) => address(n, interfaceOf(service(n))),
        },
    ],
});
