import type { Messages } from "#app/i18n/zh.ts";

/** The parts of the desk, in the order of its menu. A room that adds a page adds a line. */
export const places: {
  to: string;
  label: { [K in keyof Messages["desk"]]: Messages["desk"][K] extends string ? K : never }[keyof Messages["desk"]];
}[] = [
  { to: "/desk", label: "home" },
  { to: "/desk/tasks", label: "tasks" },
  { to: "/desk/campaigns", label: "campaigns" },
  { to: "/desk/disputes", label: "disputes" },
  { to: "/desk/deposits", label: "deposits" },
  { to: "/desk/card-disputes", label: "cardDisputes" },
  { to: "/desk/verifications", label: "verifications" },
  { to: "/desk/reports", label: "reports" },
  { to: "/desk/books", label: "books" },
  { to: "/desk/alarms", label: "alarms" },
  { to: "/desk/fees", label: "fees" },
  { to: "/desk/people", label: "people" },
  { to: "/desk/organisations", label: "organisations" },
  { to: "/desk/words", label: "words" },
  { to: "/desk/log", label: "log" },
];
