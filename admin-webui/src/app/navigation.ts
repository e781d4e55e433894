import {
  BarChart3,
  Bell,
  Boxes,
  ChartPie,
  Gauge,
  KeyRound,
  LayoutDashboard,
  type LucideIcon,
  Megaphone,
  ScrollText,
  Server,
  ShieldCheck,
  UserCog,
  Users,
  UsersRound,
} from "lucide-react";
import type { Administrator } from "../api/answers";

type Role = Administrator["role"];

export interface Destination {
  readonly path: string;
  readonly label: string;
  readonly icon: LucideIcon;
  /** Who may ever see it; everybody where it is left out. */
  readonly roles?: readonly Role[];
}

export interface Group {
  readonly label: string | null;
  readonly destinations: readonly Destination[];
}

/** The rail, group by group; a page that is added appears here and in Pages, nowhere else. */
export const navigation: readonly Group[] = [
  { label: null, destinations: [{ path: "/", label: "Overview", icon: LayoutDashboard }] },
  {
    label: "Traffic",
    destinations: [
      { path: "/calls", label: "Calls", icon: ScrollText },
      { path: "/usage", label: "Usage", icon: BarChart3 },
      { path: "/analytics", label: "Analytics", icon: ChartPie },
    ],
  },
  {
    label: "People",
    destinations: [
      { path: "/users", label: "Users", icon: Users },
      { path: "/teams", label: "Teams", icon: UsersRound },
      { path: "/keys", label: "Keys", icon: KeyRound },
      { path: "/budgets", label: "Budgets and limits", icon: Gauge },
      { path: "/announcements", label: "Announcements", icon: Megaphone },
    ],
  },
  { label: "Offer", destinations: [{ path: "/models", label: "Models and providers", icon: Boxes }] },
  {
    label: "System",
    destinations: [
      { path: "/alerts", label: "Alerts", icon: Bell },
      { path: "/administrators", label: "Administrators", icon: UserCog },
      { path: "/audit", label: "Audit log", icon: ShieldCheck, roles: ["root", "auditor"] },
      { path: "/system", label: "System", icon: Server },
    ],
  },
];

/** The rail as somebody of this role sees it, without groups that would be empty. */
export function navigationFor(role: Role | undefined): readonly Group[] {
  return navigation
    .map(({ label, destinations }) => ({
      label,
      destinations: destinations.filter(
        ({ roles }) => roles === undefined || (role !== undefined && roles.includes(role)),
      ),
    }))
    .filter(({ destinations }) => destinations.length > 0);
}
