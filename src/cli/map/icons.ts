import { markup, verbatim, type Markup } from "./escape";
import { states } from "./map";

/** Drawn on 20 by 20, in lines. */
const paths = {
    task: "M3 5h14v10H3zM3 8.5h14M6 11h3M6 13h5",
    subnet: "M3 3h14v14H3zM3 10h14M10 3v14",
    table: "M4 4h12v12H4zM4 8h12M4 12h12M9 8v8",
    gateway: "M3 10h10M9.5 6l4 4-4 4M16 3v14",
    internet:
        "M10 3a7 7 0 100 14 7 7 0 000-14zM3 10h14M10 3c-4.5 4.5-4.5 9.5 0 14M10 3c4.5 4.5 4.5 9.5 0 14",
    endpoint: "M3 10h5M8 6v8M12 6v8M12 10h5M8 7.5h4M8 12.5h4",
    balancer: "M10 3v5M10 8L4 14M10 8v6M10 8l6 6M2.5 14h3v3h-3zM8.5 14h3v3h-3zM14.5 14h3v3h-3z",
    target: "M10 3a7 7 0 100 14 7 7 0 000-14zM10 7a3 3 0 100 6 3 3 0 000-6z",
    shield: "M10 2.5l6 2.5v4.5c0 4-2.5 6.5-6 8-3.5-1.5-6-4-6-8V5z",
    vpc: "M6 15.5a3.5 3.5 0 01-.5-7 5 5 0 019.5-1 4 4 0 01-.5 8z",
    images: "M10 2.5l6.5 3.5v8L10 17.5 3.5 14V6zM3.5 6L10 9.5 16.5 6M10 9.5v8",
    logs: "M5 3h7l3 3v11H5zM7.5 8h5M7.5 11h5M7.5 14h3",
    secrets: "M5 9h10v8H5zM7 9V6.5a3 3 0 016 0V9M10 12v2",
    file: "M3 5h5l1.5 2H17v9H3z",
    exec: "M3 4h14v12H3zM6 8l2.5 2L6 12M10 12.5h4",
    other: "M10 4a6 6 0 100 12 6 6 0 000-12z",
} as const;

type Icon = keyof typeof paths;

const icons: Readonly<Record<string, Icon>> = {
    subnet: "subnet",
    "NAT gateway": "gateway",
    "VPN gateway": "gateway",
    "beyond the VPC": "internet",
    "VPC endpoint": "endpoint",
    "load balancer": "balancer",
    "Classic Load Balancer": "balancer",
    "target group": "target",
    "VPC Lattice target group": "target",
    VPC: "vpc",
    images: "images",
    logs: "logs",
    secrets: "secrets",
    "file system": "file",
    "EFS file system": "file",
    "S3 file system": "file",
    "mount target": "file",
    "ECS Exec": "exec",
    GuardDuty: "images",
    service: "task",
    "task set": "task",
    "event target": "task",
    schedule: "task",
};

/** The icon of a kind of thing. */
export function iconOf(label: string): Icon {
    // Of several of one kind, such as `2 subnets`.
    const [, one] = /^\d+ (.+)s$/.exec(label) ?? [];
    if (one !== undefined) return iconOf(one);
    if (label.includes("route table")) return "table";
    if (label.includes("security group") || label.includes("network ACL")) return "shield";
    if (label.endsWith("internet gateway")) return "gateway";
    return icons[label] ?? "other";
}

/** What all maps of the page use; it takes no room itself. */
export function definitions(): Markup {
    const symbols = Object.entries(paths).map(
        ([name, path]) =>
            markup`<symbol id="i-${name}" viewBox="0 0 20 20"><path d="${path}" /></symbol>`,
    );
    const ends = states.map(
        (state) =>
            markup`<marker
                id="a-${state}"
                class="end ${state}"
                viewBox="0 0 8 8"
                refX="7"
                refY="4"
                markerWidth="8"
                markerHeight="8"
                markerUnits="userSpaceOnUse"
                orient="auto"
                ><path d="M0 0.5L7.5 4L0 7.5z"
            /></marker>`,
    );
    return verbatim(
        markup`<svg class="defs" width="0" height="0" aria-hidden="true" focusable="false">
            <defs>${symbols}${ends}</defs>
        </svg>`.markup,
    );
}
