import { deepEqual } from "node:assert/strict";
import { interest } from "../../src/network";
import { wantedOf } from "../../src/plan/aws/wanted";
import { graphOf } from "../support/graph";
import { Network } from "../support/networks";

/** The ids for which AWS would be asked, of a plan with one mount target. */
function wantedFor(type: string): readonly string[] {
    const n = new Network();
    n.add(type, "files", {
        fileSystemId: "fs-0123456789abcdef0",
        subnetId: "subnet-0123456789abcdef0",
    });
    const { plan } = graphOf(n, "first preview");
    return wantedOf(plan, interest).flatMap(({ ids }) => [...ids].sort());
}

describe("what AWS is asked for", () => {
    it("is the file system and the subnet of a mount target of EFS", () => {
        deepEqual(wantedFor("aws:efs/mountTarget:MountTarget"), [
            "fs-0123456789abcdef0",
            "subnet-0123456789abcdef0",
        ]);
    });

    it("is the subnet of one of S3 Files: EFS knows no file system of the other's", () => {
        deepEqual(wantedFor("aws:s3/filesMountTarget:FilesMountTarget"), [
            "subnet-0123456789abcdef0",
        ]);
    });
});
