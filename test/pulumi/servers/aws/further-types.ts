import type { Property, Schema } from "./schema";

/*
 * Types besides those of `test/schemas`, with what the programs of these tests set and read. Flags
 * follow the types of @pulumi/aws 7.48.
 */

const required = (type = "string"): Property => ({ type, required: true, unset: "n/a" });
const optional = (type = "string"): Property => ({ type, optional: true, unset: "absent" });
const computed = (type = "string"): Property => ({ type, computed: true, unset: "unknown" });
/** Set by the program or else by AWS. */
const either = (type = "string"): Property => ({
    type,
    optional: true,
    computed: true,
    unset: "unknown",
});
const byDefault = (value: boolean | number | string): Property => ({
    type: typeof value,
    optional: true,
    unset: "default",
    default: value,
});
const named: Property = { type: "string", optional: true, computed: true, unset: "autoname" };
const strings = (property: Property): Property => ({
    ...property,
    type: "list",
    element: "string",
});
const objects = (property: Property, nested: Schema): Property => ({
    ...property,
    type: "list",
    element: "object",
    nested,
});

const everywhere: Schema = {
    region: { type: "string", optional: true, computed: true, unset: "provider-region" },
};
const tagged: Schema = {
    ...everywhere,
    tags: { type: "map", element: "string", optional: true, unset: "absent" },
    tagsAll: { type: "map", element: "string", computed: true, unset: "tags-all" },
};

export const furtherTypes: Readonly<Record<string, Schema>> = {
    "aws:acm/certificate:Certificate": {
        ...tagged,
        arn: computed(),
        domainName: either(),
        validationMethod: either(),
        subjectAlternativeNames: strings(either()),
        status: computed(),
        domainValidationOptions: objects(computed(), {
            domainName: computed(),
            resourceRecordName: computed(),
            resourceRecordType: computed(),
            resourceRecordValue: computed(),
        }),
    },
    "aws:acm/certificateValidation:CertificateValidation": {
        ...everywhere,
        certificateArn: required(),
        validationRecordFqdns: strings(optional()),
    },
    "aws:appautoscaling/target:Target": {
        ...tagged,
        arn: computed(),
        maxCapacity: required("number"),
        minCapacity: required("number"),
        resourceId: required(),
        roleArn: either(),
        scalableDimension: required(),
        serviceNamespace: required(),
    },
    "aws:cloudwatch/eventRule:EventRule": {
        ...tagged,
        arn: computed(),
        name: named,
        scheduleExpression: optional(),
        eventPattern: optional(),
        state: either(),
    },
    "aws:cloudwatch/eventTarget:EventTarget": {
        ...everywhere,
        arn: required(),
        rule: required(),
        roleArn: optional(),
        targetId: either(),
        ecsTarget: {
            type: "object",
            optional: true,
            unset: "absent",
            nested: {
                taskDefinitionArn: required(),
                taskCount: byDefault(1),
                launchType: optional(),
                platformVersion: optional(),
                enableExecuteCommand: byDefault(false),
                networkConfiguration: {
                    type: "object",
                    optional: true,
                    unset: "absent",
                    nested: {
                        subnets: strings(required()),
                        securityGroups: strings(optional()),
                        assignPublicIp: byDefault(false),
                    },
                },
            },
        },
    },
    "aws:eks/cluster:Cluster": {
        ...tagged,
        arn: computed(),
        name: named,
        roleArn: required(),
        version: either(),
        endpoint: computed(),
        certificateAuthority: {
            ...computed("object"),
            nested: { data: computed() },
        },
        vpcConfig: {
            ...required("object"),
            nested: {
                subnetIds: strings(required()),
                endpointPrivateAccess: byDefault(false),
                endpointPublicAccess: byDefault(true),
                clusterSecurityGroupId: computed(),
                vpcId: computed(),
            },
        },
    },
    "aws:elasticache/cluster:Cluster": {
        ...tagged,
        arn: computed(),
        clusterId: named,
        engine: either(),
        engineVersion: either(),
        nodeType: either(),
        numCacheNodes: either("number"),
        port: either("number"),
        subnetGroupName: either(),
        securityGroupIds: strings(either()),
        clusterAddress: computed(),
        configurationEndpoint: computed(),
        cacheNodes: objects(computed(), {
            address: computed(),
            availabilityZone: computed(),
            id: computed(),
            outpostArn: computed(),
            port: computed("number"),
        }),
    },
    "aws:elasticache/subnetGroup:SubnetGroup": {
        ...tagged,
        arn: computed(),
        name: named,
        description: byDefault("Managed by Pulumi"),
        subnetIds: strings(required()),
        vpcId: computed(),
    },
    "aws:kms/key:Key": {
        ...tagged,
        arn: computed(),
        keyId: computed(),
        description: either(),
        policy: either(),
        enableKeyRotation: either("boolean"),
        isEnabled: byDefault(true),
    },
    "aws:rds/instance:Instance": {
        ...tagged,
        arn: computed(),
        address: computed(),
        endpoint: computed(),
        allocatedStorage: either("number"),
        dbName: either(),
        dbSubnetGroupName: either(),
        engine: either(),
        engineVersion: either(),
        identifier: named,
        instanceClass: required(),
        password: optional(),
        port: either("number"),
        publiclyAccessible: byDefault(false),
        skipFinalSnapshot: byDefault(false),
        username: either(),
        vpcSecurityGroupIds: strings(either()),
    },
    "aws:rds/subnetGroup:SubnetGroup": {
        ...tagged,
        arn: computed(),
        name: named,
        description: byDefault("Managed by Pulumi"),
        subnetIds: strings(required()),
        vpcId: computed(),
    },
    "aws:route53/record:Record": {
        name: required(),
        type: required(),
        zoneId: required(),
        ttl: optional("number"),
        records: strings(optional()),
        fqdn: computed(),
        allowOverwrite: either("boolean"),
        aliases: {
            ...objects(optional(), {
                name: required(),
                zoneId: required(),
                evaluateTargetHealth: required("boolean"),
            }),
            unset: "empty-list",
        },
    },
    "aws:route53/zone:Zone": {
        ...tagged,
        arn: computed(),
        name: required(),
        comment: byDefault("Managed by Pulumi"),
        zoneId: computed(),
        nameServers: strings(computed()),
        forceDestroy: byDefault(false),
    },
    "aws:s3/bucket:Bucket": {
        ...tagged,
        arn: computed(),
        bucket: named,
        bucketDomainName: computed(),
        bucketRegionalDomainName: computed(),
        forceDestroy: byDefault(false),
    },
    "aws:sqs/queue:Queue": {
        ...tagged,
        arn: computed(),
        name: named,
        url: computed(),
        policy: either(),
        visibilityTimeoutSeconds: byDefault(30),
    },
};

interface Invoke {
    readonly inputs: Readonly<Record<string, object>>;
    readonly outputs: Readonly<Record<string, object>>;
}

const text = { type: "string" };
const texts = { type: "array", items: text };
const flag = { type: "boolean" };
const filters = {
    type: "array",
    items: { type: "object", additionalProperties: { $ref: "pulumi.json#/Any" } },
};
const tags = { type: "object", additionalProperties: text };

/** Data sources, by token. `./invokes.ts` answers them. */
export const invokes: Readonly<Record<string, Invoke>> = {
    "aws:index/getRegion:getRegion": {
        inputs: { region: text },
        outputs: { id: text, name: text, region: text },
    },
    "aws:index/getCallerIdentity:getCallerIdentity": {
        inputs: {},
        outputs: { id: text, accountId: text, arn: text, userId: text },
    },
    "aws:index/getPartition:getPartition": {
        inputs: {},
        outputs: { id: text, partition: text, dnsSuffix: text },
    },
    "aws:index/getAvailabilityZones:getAvailabilityZones": {
        inputs: { state: text },
        outputs: { id: text, names: texts, zoneIds: texts },
    },
    "aws:ec2/getVpc:getVpc": {
        inputs: { id: text, default: flag, filters, tags },
        outputs: { id: text, cidrBlock: text, enableDnsSupport: flag, enableDnsHostnames: flag },
    },
    "aws:ec2/getSubnets:getSubnets": {
        inputs: { filters, tags },
        outputs: { id: text, ids: texts },
    },
    "aws:ec2/getSubnet:getSubnet": {
        inputs: { id: text, vpcId: text, filters, tags },
        outputs: { id: text, vpcId: text, cidrBlock: text, availabilityZone: text },
    },
    "aws:ec2/getSecurityGroup:getSecurityGroup": {
        inputs: { id: text, name: text, vpcId: text, filters, tags },
        outputs: { id: text, name: text, vpcId: text },
    },
    "aws:ec2/getRouteTable:getRouteTable": {
        inputs: { routeTableId: text, subnetId: text, vpcId: text, filters, tags },
        outputs: { id: text, routeTableId: text, vpcId: text },
    },
    "aws:ec2/getRouteTables:getRouteTables": {
        inputs: { vpcId: text, filters, tags },
        outputs: { id: text, ids: texts },
    },
    "aws:cloudwatch/getLogGroup:getLogGroup": {
        inputs: { name: text },
        outputs: { id: text, name: text, arn: text },
    },
    "aws:route53/getZone:getZone": {
        inputs: { name: text, zoneId: text },
        outputs: { id: text, name: text, zoneId: text },
    },
    "aws:iam/getPolicyDocument:getPolicyDocument": {
        inputs: { statements: filters },
        outputs: { id: text, json: text },
    },
    "aws:ssm/getParameter:getParameter": {
        inputs: { name: text },
        outputs: { id: text, name: text, value: text, arn: text },
    },
};
