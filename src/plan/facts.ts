import type { Raw } from "./raw";

/** What exists outside a plan, as a facts file says it (docs/facts.schema.json). */
export interface FactsFile {
    readonly $schema?: string;
    readonly version: 1;
    /** When it was read, in UTC: `2026-11-22T10:00:00Z`. */
    readonly takenAt: string;
    readonly source: FactsSource;
    /** VPCs that were read whole: that something is not in them proves something, as of then. */
    readonly completeFor: readonly CompleteVpc[];
    readonly resources: readonly Fact[];
}

/** Where facts come from. Account and region are those of all its facts that do not say otherwise. */
export type FactsSource =
    | { readonly kind: "aws"; readonly account: string; readonly region: string }
    | {
          readonly kind: "export";
          /** Such as `acme/network/prod`. */
          readonly stack?: string;
          readonly account?: string;
          readonly region?: string;
      };

/** A VPC that was read whole, apart from what could not be read. */
export interface CompleteVpc {
    /** Its id. */
    readonly vpc: string;
    readonly except?: readonly Unread[];
}

/** Something that could not be read, such as `flowLogs`, and why. */
export interface Unread {
    readonly what: string;
    readonly why: string;
}

/**
 * One thing that exists. A property that is there as `null`, `""` or `[]` is known not to be set; one
 * that is not there is not known.
 */
export interface Fact {
    /** A Pulumi type that the network knows, such as `aws:ec2/subnet:Subnet`. */
    readonly type: string;
    readonly id: string;
    /** What people call it: its Name tag, or its id. */
    readonly name: string;
    readonly account?: string;
    readonly region?: string;
    /** Named and shaped as the provider's outputs. */
    readonly properties: Readonly<Record<string, Raw>>;
}
