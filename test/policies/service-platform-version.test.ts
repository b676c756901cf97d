import { servicePlatformVersion } from "../../policies/service-platform-version";
import { unverifiedNetwork } from "../../policies/unverified-network";
import { natNetwork, type Network } from "../support/networks";
import { unknown, type Inputs, type Options, type Value } from "../support/program";
import { testPolicy } from "../support/table";

/** A service on this platform, and with these settings. */
const on =
    (platformVersion: Value, inputs: Inputs = {}, options?: Options) =>
    (n: Network): void => {
        n.service("web", [natNetwork(n).privateSubnet], { platformVersion, ...inputs }, options);
    };

/** The same with a task definition for this operating system. */
const onSystem =
    (operatingSystemFamily: Value, platformVersion: Value) =>
    (n: Network): void => {
        n.taskDefinition("app", { runtimePlatform: { operatingSystemFamily } });
        on(platformVersion)(n);
    };

const windows = "WINDOWS_SERVER_2022_CORE";
const minimum = (minimumLinuxVersion: string): Record<string, Inputs> => ({
    "service-platform-version": { minimumLinuxVersion },
});
const started = { taskDefinitionArn: "app:1", launchType: "FARGATE" };

testPolicy(servicePlatformVersion, unverifiedNetwork, {
    valid: [
        { name: "no platform version, which is the latest", network: on(null) },
        { name: "LATEST", network: on("LATEST") },
        { name: "1.4.0", network: on("1.4.0") },
        { name: "a version that came later", network: on("1.10.0") },
        { name: "1.0.0 on Windows", network: onSystem(windows, "1.0.0") },
        { name: "LATEST on Windows", network: onSystem(windows, "LATEST") },
        { name: "1.4.0 on Linux by name", network: onSystem("LINUX", "1.4.0") },
        {
            name: "1.4.0 of a task definition that is not in the plan",
            network: on("1.4.0", { taskDefinition: "shared:3" }),
        },
        {
            name: "1.4.0 on a system that is not known",
            network: onSystem(unknown, "1.4.0"),
            forms: ["first preview"],
        },
        {
            name: "an old version of an EC2 service, which has no platform",
            network: on("1.3.0", { launchType: "EC2" }),
        },
        {
            name: "a service with the EXTERNAL controller",
            network: (n) => {
                n.add("aws:ecs/service:Service", "web", {
                    launchType: "FARGATE",
                    platformVersion: "1.3.0",
                    deploymentController: { type: "EXTERNAL" },
                });
            },
        },
        {
            name: "LATEST, whatever the setting asks for",
            network: on("LATEST"),
            settings: minimum("1.5.0"),
        },
        {
            name: "1.0.0 on Windows, whatever the setting asks for",
            network: onSystem(windows, "1.0.0"),
            settings: minimum("1.5.0"),
        },
        {
            name: "the very version that the setting asks for",
            network: on("1.5.0"),
            settings: minimum("1.5.0"),
        },
    ],
    violates: [
        {
            name: "1.3.0",
            statement: "1.3",
            network: on("1.3.0"),
            on: "web",
            says: [
                /^service web uses a platform version on which AWS starts no tasks: on Linux it is retired/,
                /its platform: service web → platformVersion is older than 1\.4\.0/,
                /fix: either set platformVersion to "LATEST" on service web; or leave platformVersion of service web out/,
            ],
            fixed: on("1.4.0"),
        },
        { name: "1.0.0 on Linux", network: on("1.0.0"), on: "web", says: /starts no tasks/ },
        {
            name: "1.0.5 on Windows",
            network: onSystem(windows, "1.0.5"),
            on: "web",
            says: /Windows has 1\.0\.0 alone/,
            fixed: onSystem(windows, "LATEST"),
        },
        {
            name: "1.2.0 on Linux by name",
            statement: "1.11",
            network: onSystem("LINUX", "1.2.0"),
            on: "web",
            says: /starts no tasks/,
        },
        {
            name: "1.3.0 on Windows, which never had it",
            statement: "1.11",
            network: onSystem(windows, "1.3.0"),
            on: "web",
            says: /starts no tasks: on Linux it is retired, and Windows has 1\.0\.0 alone/,
        },
        {
            name: "1.3.0 of a task definition that is not in the plan",
            network: on("1.3.0", { taskDefinition: "shared:3" }),
            on: "web",
            says: /starts no tasks/,
        },
        {
            name: "1.3.0 on a service that exists, whose task definition others change",
            network: on("1.3.0", {}, { ignoreChanges: ["taskDefinition"] }),
            on: "web",
            says: /starts no tasks/,
        },
        {
            name: "1.3.0, although the setting would allow it",
            network: on("1.3.0"),
            settings: minimum("1.3.0"),
            on: "web",
            says: /starts no tasks/,
        },
        {
            name: "1.4.0, where the setting asks for more",
            network: on("1.4.0"),
            settings: minimum("1.5.0"),
            on: "web",
            says: [
                /^the platformVersion of service web is older than 1\.5\.0, which the setting minimumLinuxVersion asks for/,
                /fix: either set platformVersion to "LATEST" on service web; or set platformVersion to "1\.5\.0" on service web/,
            ],
        },
        {
            name: "1.3.0, where the setting asks for more",
            network: on("1.3.0"),
            settings: minimum("1.5.0"),
            on: "web",
            says: /starts no tasks/,
        },
        {
            name: "what is no version",
            network: on("newest"),
            on: "web",
            says: [
                /^the platformVersion of service web is no platform version/,
                /fix: either set platformVersion to "LATEST" on service web/,
            ],
        },
        {
            name: "what is no version, on a system that is not known",
            network: onSystem(unknown, "v1.4.0"),
            on: "web",
            says: /is no platform version/,
        },
        {
            name: "a task set",
            network: (n) => {
                n.add("aws:ecs/taskSet:TaskSet", "green", {
                    taskDefinition: n.taskDefinition("app").arn,
                    launchType: "FARGATE",
                    platformVersion: "1.3.0",
                    networkConfiguration: { subnets: ["subnet-1"] },
                });
            },
            on: "green",
            says: /^task set green uses/,
        },
        {
            name: "an event target",
            network: (n) => {
                const { arn } = n.taskDefinition("app");
                n.add("aws:cloudwatch/eventTarget:EventTarget", "nightly", {
                    arn: "main",
                    ecsTarget: { ...started, taskDefinitionArn: arn, platformVersion: "1.3.0" },
                });
            },
            on: "nightly",
            says: /^event target nightly uses/,
        },
        {
            name: "a schedule",
            network: (n) => {
                const { arn } = n.taskDefinition("app");
                const old = { ...started, taskDefinitionArn: arn, platformVersion: "1.3.0" };
                n.add("aws:scheduler/schedule:Schedule", "hourly", {
                    target: { arn: "main", roleArn: "role", ecsParameters: old },
                });
            },
            on: "hourly",
            says: /^schedule hourly uses/,
        },
    ],
    cannotKnow: [
        {
            name: "a version that is not known",
            network: on(unknown),
            on: "web",
            gap: /platformVersion of web/,
            ok: on("1.4.0"),
            violated: on("1.3.0"),
        },
        {
            name: "1.0.0 of a task definition that is not in the plan: it may be for Windows",
            network: on("1.0.0", { taskDefinition: "shared:3" }),
            on: "web",
            gap: /taskDefinition of web: the task definition that it names is not in this plan/,
            ok: onSystem(windows, "1.0.0"),
            violated: on("1.0.0"),
        },
        {
            name: "1.0.0 on a system that is not known",
            network: onSystem(unknown, "1.0.0"),
            on: "web",
            gap: /runtimePlatform\.operatingSystemFamily of app/,
            ok: onSystem(windows, "1.0.0"),
            violated: onSystem("LINUX", "1.0.0"),
        },
        {
            name: "1.4, of which AWS does not say what it means",
            network: on("1.4"),
            on: "web",
            gap: /platformVersion of web: AWS documents LATEST and versions of three numbers/,
            ok: on("1.4.0"),
            violated: on("1.3.0"),
        },
        {
            name: "latest in small letters",
            network: on("latest"),
            on: "web",
            gap: /AWS documents LATEST and versions of three numbers/,
            ok: on("LATEST"),
            violated: on("the latest"),
        },
        {
            name: "1.3.0 on a service that may be on Fargate",
            network: on("1.3.0", { launchType: null, cluster: "shared" }),
            on: "web",
            gap: /the cluster that it names is not in this plan/,
            ok: on("1.3.0", { launchType: "EC2" }),
            violated: on("1.3.0"),
        },
        {
            name: "1.3.0 on a service that exists, whose platform is ignored",
            network: on("1.3.0", {}, { ignoreChanges: ["platformVersion"] }),
            forms: ["deployed"],
            on: "web",
            gap: /ignoreChanges covers platformVersion/,
            ok: on("1.4.0"),
            violated: on("1.3.0"),
        },
    ],
});
