/* What is used of `@aws-sdk/client-ecs`, in its own shapes; who has no use for clusters need not install it. */

export interface DescribedCluster {
    readonly clusterArn?: string | undefined;
    readonly clusterName?: string | undefined;
    readonly status?: string | undefined;
    readonly configuration?: {
        readonly executeCommandConfiguration?: {
            readonly kmsKeyId?: string | undefined;
            readonly logging?: string | undefined;
            readonly logConfiguration?: {
                readonly cloudWatchLogGroupName?: string | undefined;
                readonly s3BucketName?: string | undefined;
            };
        };
    };
    readonly tags?:
        | readonly { readonly key?: string | undefined; readonly value?: string | undefined }[]
        | undefined;
    readonly capacityProviders?: readonly string[] | undefined;
    readonly defaultCapacityProviderStrategy?:
        readonly { readonly capacityProvider: string | undefined }[] | undefined;
}

export interface Clusters {
    readonly clusters?: readonly DescribedCluster[] | undefined;
}

export interface ClusterArns {
    readonly clusterArns?: readonly string[] | undefined;
    readonly nextToken?: string | undefined;
}

/** A command that is answered like this. */
export interface Command<Answer> {
    readonly answer?: Answer;
}

export interface Client {
    send<Answer>(command: Command<Answer>, options?: object): Promise<Answer>;
    destroy(): void;
}

export interface Module {
    readonly ECSClient: new (config: object) => Client;
    readonly ListClustersCommand: new (input: {
        readonly nextToken: string | undefined;
    }) => Command<ClusterArns>;
    readonly DescribeClustersCommand: new (input: {
        readonly clusters: string[];
        readonly include: string[];
    }) => Command<Clusters>;
}
