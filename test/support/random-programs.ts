import type fc from "fast-check";
import type { Network } from "./networks";
import * as randomBalancing from "./random-balancing";
import * as randomIpv6 from "./random-ipv6";
import * as randomNetwork from "./random-network";
import * as randomPlaces from "./random-places";
import * as randomReach from "./random-reach";
import * as randomReachIpv6 from "./random-reach-ipv6";
import * as randomRoles from "./random-roles";
import * as randomServices from "./random-services";

/** Random programs, each about something else. */
export const randomPrograms: Readonly<Record<string, fc.Arbitrary<Network>>> = {
    "networks of routes": randomNetwork.choices.map(randomNetwork.build),
    "networks of places": randomPlaces.choices.map(randomPlaces.build),
    "networks of both families": randomIpv6.choices.map(randomIpv6.build),
    "networks of filters": randomReach.choices.map((chosen) => randomReach.build(chosen)),
    "networks of filters of both families": randomReachIpv6.networks,
    "definitions and services": randomServices.choices.map(randomServices.build),
    "networks of load balancers": randomBalancing.choices.map(randomBalancing.build),
    "roles of tasks": randomRoles.choices.map(randomRoles.build),
};
