"use strict";

/*
 * Stacks of any size: copies of the recorded plans under other names, so that each resource is as
 * rich as a real one.
 */
const { readFileSync } = require("node:fs");
const path = require("node:path");

const plans = path.join(__dirname, "..", "examples", "plans");
const mixed = ["nat", "isolated", "ipv6", "awsx-nat", "nat-deployed"];

/** What all copies share: a stack has one stack resource, and one default provider of each kind. */
const shared = /^pulumi:(pulumi:Stack|providers:\w+)$/;

/** The recordings call their stacks differently; the copies are one stack. */
const stackName = "grown";

/**
 * What differs from copy to copy, in the recordings' JSON text: the name at the end of a URN, ids
 * that the stand-in for AWS made, automatic names, and names of log groups, which also stand inside
 * JSON within JSON. Numbers keep the length of what they replace.
 */
const unique =
    /(urn:pulumi:[^"]+::)([^":]+)(?=")|(?<=-[0-9a-f]{7})abcdef012|(?<=-)1234567(?=")|(?<=")\/app(?=\\?")/g;

/**
 * A recording of `count` resources: whole copies, topped up with log groups, of which nothing depends.
 *
 * `workloads` says what becomes of the ECS services: "fargate" leaves them as they are, "ec2" runs
 * them on EC2, "none" leaves services, task definitions and clusters out.
 */
function grow(count, workloads = "fargate", names = mixed) {
    const templates = names.map((name) => prepare(read(name), workloads));
    const byUrn = new Map();
    let copies = 0;
    for (; ; copies++) {
        const copy = copyOf(templates[copies % templates.length], copies);
        const added = copy.filter(({ urn }) => !byUrn.has(urn));
        if (byUrn.size + added.length > count) break;
        for (const resource of added) byUrn.set(resource.urn, resource);
    }
    const single = JSON.stringify([read(names[0]).find(({ type }) => type.endsWith(":LogGroup"))]);
    for (; byUrn.size < count; copies++) {
        for (const resource of copyOf(single, copies)) byUrn.set(resource.urn, resource);
    }
    return [...byUrn.values()];
}

function read(name) {
    return JSON.parse(readFileSync(path.join(plans, `${name}.recording.json`), "utf8"));
}

function prepare(recording, workloads) {
    if (workloads === "none") return JSON.stringify(withoutEcs(recording));
    if (workloads === "ec2") {
        for (const properties of recording.flatMap(({ inputs, outputs }) => [inputs, outputs])) {
            if ("launchType" in properties) properties.launchType = "EC2";
            if ("requiresCompatibilities" in properties) {
                properties.requiresCompatibilities = ["EC2"];
            }
        }
    }
    return JSON.stringify(recording);
}

function withoutEcs(recording) {
    const kept = recording.filter(({ type }) => !type.startsWith("aws:ecs/"));
    const urns = new Set(kept.map(({ urn }) => urn));
    for (const resource of kept) {
        resource.dependencies = resource.dependencies.filter((urn) => urns.has(urn));
        for (const [name, feeding] of Object.entries(resource.propertyDependencies)) {
            resource.propertyDependencies[name] = feeding.filter((urn) => urns.has(urn));
        }
    }
    return kept;
}

function copyOf(template, number) {
    const text = template.replace(unique, (found, urn, name) => {
        if (urn === undefined) {
            if (found.startsWith("/")) return `${found}-${number}`;
            return number.toString(16).padStart(found.length, "0");
        }
        const type = urn.split("::")[2];
        if (!shared.test(type)) return `${urn}${name}-${number}`;
        return type.endsWith(":Stack") ? `${urn}${stackName}` : found;
    });
    const resources = JSON.parse(text);
    for (const resource of resources) {
        if (resource.type.endsWith(":Stack")) resource.name = stackName;
        else if (!shared.test(resource.type)) resource.name += `-${number}`;
    }
    return resources;
}

/** What `pulumi stack export` prints of a deployed stack of `count` resources. */
function growExport(count) {
    const recording = grow(count, "fargate", ["nat-deployed"]);
    const providers = recording.flatMap(({ provider }) => provider ?? []);
    const states = [
        ...new Map(providers.map(({ urn, type, props }) => [urn, state(urn, type, props, props)])),
    ].map(([, each]) => each);
    const others = recording.map(({ provider, dependencies, propertyDependencies, ...each }) => ({
        ...state(each.urn, each.type, each.inputs, each.outputs),
        parent: each.parent,
        provider: provider === undefined ? undefined : `${provider.urn}::id`,
        dependencies,
        propertyDependencies,
    }));
    // Every copy has the stack itself, which a state holds once.
    const resources = [...new Map([...states, ...others].map((each) => [each.urn, each])).values()];
    return { version: 3, deployment: { manifest: {}, resources } };
}

function state(urn, type, inputs, outputs) {
    return { urn, type, custom: !type.endsWith(":Stack"), id: outputs.id ?? "id", inputs, outputs };
}

module.exports = { grow, growExport };
