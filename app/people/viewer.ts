/** Who is asking: the person, the organisation they act for, and every organisation they belong to. */
export const roles = ["OWNER", "ADMIN", "BIDDER", "FINANCE", "MEMBER"] as const;
export type Role = (typeof roles)[number];
export type Permission = "task:manage" | "campaign:manage" | "bid:place" | "pay:approve" | "contract:act" | "org:manage";

export type Viewer = {
  userId: string;
  name: string;
  email: string;
  locale: "zh" | "en";
  operator: boolean;
  /** The organisation acted for when something new is made. */
  orgId: string;
  orgs: { id: string; name: string; kind: "PERSON" | "COMPANY"; role: Role; verified: boolean; suspended: boolean }[];
};

const granted: Record<Permission, readonly Role[]> = {
  "task:manage": ["OWNER", "ADMIN", "MEMBER"],
  "campaign:manage": ["OWNER", "ADMIN", "MEMBER"],
  "bid:place": ["OWNER", "ADMIN", "BIDDER"],
  "pay:approve": ["OWNER", "ADMIN", "FINANCE"],
  "contract:act": ["OWNER", "ADMIN", "BIDDER", "MEMBER"],
  "org:manage": ["OWNER", "ADMIN"],
};
export const rolesWith = (permission: Permission): Role[] => [...granted[permission]];

/** May the viewer do this for that organisation in what is under way? Nobody is kept from their part of it. */
export const mayGoOn = (viewer: Viewer, orgId: string, permission: Permission) =>
  viewer.orgs.some((org) => org.id === orgId && granted[permission].includes(org.role));
/** May the viewer do this for that organisation, also where something begins by it? A suspended organisation begins nothing new. */
export const can = (viewer: Viewer, orgId: string, permission: Permission) =>
  viewer.orgs.some((org) => org.id === orgId && !org.suspended && granted[permission].includes(org.role));
/** Does the viewer belong to it at all? */
export const belongs = (viewer: Viewer | null, orgId: string) => viewer?.orgs.some((org) => org.id === orgId) ?? false;
export const orgIdsOf = (viewer: Viewer | null) => viewer?.orgs.map((org) => org.id) ?? [];
