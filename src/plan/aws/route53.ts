/* What is used of `@aws-sdk/client-route-53`, in its own shapes. */

export interface HostedZoneSummary {
    readonly HostedZoneId: string | undefined;
    readonly Name: string | undefined;
    readonly Owner?: { readonly OwningService?: string | undefined } | undefined;
}

export interface HostedZonesOfVpc {
    readonly HostedZoneSummaries: readonly HostedZoneSummary[] | undefined;
    readonly NextToken?: string | undefined;
}

export interface Client {
    send(command: object, options?: object): Promise<HostedZonesOfVpc>;
    destroy(): void;
}

export interface Module {
    readonly Route53Client: new (config: object) => Client;
    readonly ListHostedZonesByVPCCommand: new (input: {
        readonly VPCId: string;
        readonly VPCRegion: string;
        readonly NextToken: string | undefined;
    }) => object;
}
