/** A fault that somebody might make in the simulation: a text of one of its files, and what stands in its place. */
export interface Fault {
    readonly name: string;
    readonly file: string;
    readonly text: string;
    readonly faulty: string;
}

/** Each must be found by packets. After a change of these files their texts follow. */
export const faults: readonly Fault[] = [
    {
        name: "the shortest prefix wins",
        file: "src/reach/route-tables.ts",
        text: "const most = prefixes.reduce((one, other) => Math.max(one, other), 0);",
        faulty: "const most = prefixes.reduce((one, other) => Math.min(one, other), 128);",
    },
    {
        name: "a network ACL is not asked about the answers",
        file: "src/reach/filters.ts",
        text: '        ...replies("ingress", to, caller.sourcePorts, to.transport),',
        faulty: "        ...(void caller, []),",
    },
    {
        name: "a NAT gateway works whatever the routes of its own subnet",
        file: "src/reach/nat-gateways.ts",
        text: "? this.natNextHop(nat, subnet, entry, table, isPrivate)",
        faulty: "? ok()",
    },
    {
        name: "a rule that names a group is compared with the groups of the wrong side",
        file: "src/reach/filters.ts",
        text: "groups: this.groupsOf(origin),\n            called,\n            named,",
        faulty: "groups,\n            called,\n            named,",
    },
    {
        name: "the highest number of a network ACL's rules decides",
        file: "src/reach/network-acls.ts",
        text: ".sort((a, b) => (a.number ?? -1) - (b.number ?? -1));",
        faulty: ".sort((a, b) => (b.number ?? -1) - (a.number ?? -1));",
    },
    {
        name: "an internet gateway serves tasks without a public address",
        file: "src/reach/internet.ts",
        text: 'const isPublic = family === "ipv6" ? subnet.hasIpv6 : publicIp;',
        faulty: "const isPublic = { known: true, value: true }; void family; void publicIp;",
    },
    {
        name: "a network ACL stands between two interfaces of one subnet",
        file: "src/reach/filters.ts",
        text: "...(subnet === origin.subnet",
        faulty: "...(subnet.urn === ''",
    },
    {
        name: "security groups of the caller are not asked",
        file: "src/reach/filters.ts",
        text: "const groups = this.groupsOf(origin);\n        return groups === undefined ? ok()",
        faulty: "const groups = this.groupsOf(origin);\n        return String(groups) !== '' ? ok()",
    },
    {
        name: "the network ACL of the other subnet is not asked",
        file: "src/reach/filters.ts",
        text: "() => through(subnet, this.enter(subnet, origin, to)),",
        faulty: "() => through(subnet, ok()),",
    },
    {
        name: "an endpoint without private DNS has its service's name",
        file: "src/reach/endpoint-names.ts",
        text: "if (switches.some((each) => each.known && each.value === true)) return ok();",
        faulty: "if (switches.length > 0) return ok();",
    },
    {
        name: "a network ACL that lets some packets pass lets all pass",
        file: "src/reach/network-acls.ts",
        text: 'if (strict.passes === "all") return',
        faulty: 'if (strict.passes !== "none") return',
    },
    {
        name: "security groups that admit some addresses admit all",
        file: "src/reach/security-groups.ts",
        text: 'if (coverage === "all") return passing(',
        faulty: 'if (coverage !== "none") return passing(',
    },
    {
        name: "a route to some hosts is one to all",
        file: "src/reach/route-tables.ts",
        text: "const isLacking = full.length === 0 && !isCovered;",
        faulty: "const isLacking = followed.length === 0;",
    },
    {
        name: "an internet gateway carries IPv6 that should be translated",
        file: "src/reach/internet.ts",
        text: 'return end(untranslated(table, "internet"));',
        faulty: "return end(ok());",
    },
    {
        name: "a port of a security group's rule does not matter",
        file: "src/reach/group-rules.ts",
        text: "else if (covers.value) covering.push(rule);",
        faulty: "else covering.push(rule);",
    },
    {
        name: "load balancers check the health of tasks on the container's port",
        file: "src/reach/load-balancer.ts",
        text: "const checked = healthCheckPort(group, port);",
        faulty: "void healthCheckPort; const checked = known(port);",
    },
    {
        name: "that security groups admit all by blocks of addresses cannot be known",
        file: "src/reach/security-groups.ts",
        text: 'if (coverage === "all") return passing(naming, assumed);\n        if (coverage === "some") {',
        faulty: 'if (coverage !== "none") {',
    },
    {
        name: "that security groups refuse cannot be known",
        file: "src/reach/security-groups.ts",
        text: "return unless(violated(refusal(groups, direction, port, peer)), distinctGaps(doubts));",
        faulty: "return cannotKnow(groups.flatMap((each) => partly(each, direction, peer)));",
    },
    {
        name: "that a network ACL refuses cannot be known",
        file: "src/reach/network-acls.ts",
        text: 'if (allowed(entries, crossing, true).passes === "none") return unless(refused, rules.gaps);',
        faulty: "void refused;",
    },
    {
        name: "that no route leads anywhere cannot be known",
        file: "src/reach/route-tables.ts",
        text: "if (isLacking) ways.push(this.lack(lacking, followed.length === 0));",
        faulty: "if (isLacking) return cannotKnow(uncertain(table)); void lacking;",
    },
    {
        name: "a private NAT gateway leads to the internet",
        file: "src/reach/nat-gateways.ts",
        text: "if (!isPrivate) return this.internetGateways.serve(target.gateway, subnet, true);",
        faulty: "return this.internetGateways.serve(target.gateway, subnet, true);",
    },
    {
        name: "an internet gateway serves other VPCs than its own",
        file: "src/reach/internet-gateways.ts",
        text: "each === vpc ? ok(hop(gateway)) : detached(gateway, vpc);",
        faulty: "(void each, ok(hop(gateway)));",
    },
    {
        name: "a gateway endpoint stands on every route table",
        file: "src/reach/gateway-endpoint.ts",
        text: "if (links.nodes.includes(table)) return ok(hop(table));",
        faulty: "return ok(hop(table));",
    },
    {
        name: "every subnet has DNS64",
        file: "src/reach/internet.ts",
        text: "return fromBoolean(subnet.hasDns64, [], [stopped(faults.dns64Off, subnet, {})]);",
        faulty: "return ok();",
    },
    {
        name: "what an endpoint's policy denies does not matter",
        file: "src/reach/endpoint-policy.ts",
        text: "const { allowed, denied, doubts } = judgePolicies([policy], call, isEveryone);",
        faulty: 'const { allowed, doubts } = judgePolicies([policy], call, isEveryone); const denied: string = "no";',
    },
];
