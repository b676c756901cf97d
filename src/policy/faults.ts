import { always, Fault, toSet, type Alone } from "../reach";
import { advice } from "./fix";
import { oldestLinuxPlatform } from "../workload";

/** What policies find broken by themselves, beside what stops a packet. */
export const policyFaults = {
    platformTooOld: new Fault<Alone>(
        "platform-too-old",
        { rule: "what a platform version can do; AWS rules 1.13, 3" },
        { says: () => `platformVersion is older than ${oldestLinuxPlatform}` },
    ),
    ipv6NotAssigned: new Fault<Alone>(
        "ipv6-not-assigned",
        {
            rule: "in a dual-stack subnet a task has an IPv6 address only if one is assigned; AWS rule 1.13",
        },
        {
            says: () => "assignIpv6AddressOnCreation is off",
            fixes: (at) => [[toSet(at, "assignIpv6AddressOnCreation", true)]],
        },
    ),
    vpcWithoutIpv6: new Fault<Alone>(
        "vpc-without-ipv6",
        { rule: "IPv6-only subnets need a VPC with an IPv6 block; AWS rule 1.14" },
        { says: () => "has no IPv6 block" },
    ),
    noSubnetInZone: new Fault<Alone>(
        "load-balancer-not-in-zone",
        { rule: "a load balancer sends to the Availability Zones of its subnets; AWS rule 7" },
        {
            says: () => "has no subnet in their Availability Zone",
            fixes: ({ name }) =>
                advice(
                    `give the load balancer ${name} a subnet in each Availability Zone of the tasks`,
                ),
        },
    ),
    singleZone: new Fault<Alone>(
        "load-balancer-in-one-zone",
        { rule: "an Application Load Balancer needs two Availability Zones; AWS rule 7" },
        { says: () => "has a single Availability Zone" },
    ),
    refusedUntilMade: new Fault<{ what: string }>(
        "call-refused-until-made",
        { rule: "AWS takes a service only with what the call names; AWS rule 16" },
        { says: (_, { what }) => `may come later, and until then ${what}` },
        [],
    ),
    failsUntilMade: new Fault<{ what: string }>(
        "tasks-fail-until-made",
        { rule: "ECS starts tasks as soon as the service is made; AWS rule 16" },
        { says: (_, { what }) => `may come later, and until then ${what}` },
        [],
    ),
} as const;

/** What those faults are on, where it is no packet's way. */
export const policyWays = {
    ofPlatform: always("platform", "its platform"),
    ofVpc: always("own-vpc", "its VPC"),
    toZone: always("zone", "to their zone"),
    atStart: always("start", "not waited for"),
} as const;
