import { index, type RouteConfig, route } from "@remix-run/route-config";

/** The contents page: every URL and its file, one block a room. */
export default [
  index("routes/home.tsx"),
  route("language", "routes/language.tsx"),
  route("files", "routes/files/upload.tsx"),
  route("files/:fileId", "routes/files/file.tsx"),

  // people
  route("sign-up", "routes/people/sign-up.tsx"),
  route("sign-in", "routes/people/sign-in.tsx"),
  route("sign-out", "routes/people/sign-out.tsx"),
  route("check-mail", "routes/people/check-mail.tsx"),
  route("confirm", "routes/people/confirm.tsx"),
  route("forgot", "routes/people/forgot.tsx"),
  route("reset", "routes/people/reset.tsx"),
  route("agree", "routes/people/agree.tsx"),
  route("profile", "routes/people/profile.tsx"),
  route("sessions", "routes/people/sessions.tsx"),
  route("account/data", "routes/people/account-data.tsx"),
  route("account/export.json", "routes/people/account-export.tsx"),
  route("organisations", "routes/people/organisations.tsx"),
  route("organisations/new", "routes/people/organisation-new.tsx"),
  route("organisations/switch", "routes/people/organisation-switch.tsx"),
  route("organisations/:orgId", "routes/people/organisation.tsx"),
  route("organisations/:orgId/members", "routes/people/members.tsx"),
  route("organisations/:orgId/verification", "routes/people/verification.tsx"),
  route("invitations/:token", "routes/people/invitation.tsx"),
  route("providers", "routes/people/providers.tsx"),
  route("providers/:orgId", "routes/people/provider.tsx"),
  route("notices", "routes/people/notices.tsx"),
  route("report/:type/:id", "routes/people/report.tsx"),
  route("terms", "routes/people/terms.tsx"),
  route("privacy", "routes/people/privacy.tsx"),

  // tasks
  route("tasks", "routes/tasks/market.tsx"),
  route("tasks/new", "routes/tasks/new.tsx"),
  route("tasks/:taskId", "routes/tasks/task.tsx"),
  route("tasks/:taskId/edit", "routes/tasks/edit.tsx"),
  route("tasks/:taskId/amend", "routes/tasks/amend.tsx"),
  route("tasks/:taskId/bid", "routes/tasks/bid.tsx"),
  route("tasks/:taskId/qualify", "routes/tasks/qualify.tsx"),
  route("tasks/:taskId/select", "routes/tasks/select.tsx"),
  route("tasks/:taskId/award", "routes/tasks/award.tsx"),
  route("my/tasks", "routes/tasks/my-tasks.tsx"),
  route("my/bids", "routes/tasks/my-bids.tsx"),

  // live
  route("tasks/:taskId/live", "routes/live/room.tsx"),
  route("tasks/:taskId/replay", "routes/live/replay.tsx"),
  route("tasks/:taskId/audit.json", "routes/live/audit.ts"),

  // contracts
  route("contracts", "routes/contracts/list.tsx"),
  route("contracts/:contractId", "routes/contracts/contract.tsx"),
  route("contracts/:contractId/text", "routes/contracts/text.tsx"),
  route("contracts/:contractId/paid/:intentId", "routes/contracts/paid.tsx"),
  route("contracts/:contractId/disputes/:disputeId", "routes/contracts/dispute.tsx"),

  // campaigns
  route("campaigns", "routes/campaigns/market.tsx"),
  route("campaigns/new", "routes/campaigns/new.tsx"),
  route("campaigns/:campaignId/edit", "routes/campaigns/edit.tsx"),
  route("campaigns/:campaignId", "routes/campaigns/campaign.tsx"),
  route("campaigns/:campaignId/updates", "routes/campaigns/updates.tsx"),
  route("campaigns/:campaignId/comments", "routes/campaigns/comments.tsx"),
  route("campaigns/:campaignId/manage/updates/new", "routes/campaigns/update-new.tsx"),
  route("campaigns/:campaignId/seen", "routes/campaigns/seen.tsx"),
  route("campaigns/:campaignId/report", "routes/campaigns/report.tsx"),
  route("campaigns/:campaignId/manage/insight", "routes/campaigns/manage-insight.tsx"),
  route("campaigns/:campaignId/manage/dry-run", "routes/campaigns/manage-dry-run.tsx"),
  route("campaigns/:campaignId/manage/links", "routes/campaigns/manage-links.tsx"),
  route("r/:code", "routes/campaigns/referrer.tsx"),

  // money
  route("webhooks/stripe", "routes/webhooks/stripe.tsx"),
  route("webhooks/stripe-accounts", "routes/webhooks/stripe-accounts.tsx"),
  route("payee", "routes/payee.tsx"),
  route("statement", "routes/money/statement.tsx"),
  route("statement.csv", "routes/money/statement-csv.tsx"),

  // desk: each room adds its pages inside
  route("desk", "routes/desk/layout.tsx", [
    index("routes/desk/home.tsx"),
    route("verifications", "routes/desk/verifications.tsx"),
    route("verifications/:id", "routes/desk/verification.tsx"),
    route("reports", "routes/desk/reports.tsx"),
    route("reports/:id", "routes/desk/report.tsx"),
    route("people", "routes/desk/people.tsx"),
    route("organisations", "routes/desk/organisations.tsx"),
    route("words", "routes/desk/words.tsx"),
    route("log", "routes/desk/log.tsx"),
    route("books", "routes/desk/books.tsx"),
    route("books/journal", "routes/desk/books-journal.tsx"),
    route("tasks", "routes/desk/tasks.tsx"),
    route("tasks/:taskId", "routes/desk/task.tsx"),
    route("campaigns", "routes/desk/campaigns.tsx"),
    route("campaigns/cases", "routes/desk/campaign-cases.tsx"),
    route("campaigns/cases/:caseId", "routes/desk/campaign-case.tsx"),
    route("campaigns/:campaignId", "routes/desk/campaign.tsx"),
    route("disputes", "routes/desk/disputes.tsx"),
    route("disputes/:disputeId", "routes/desk/dispute.tsx"),
  ]),

  // everything else
  route("*", "routes/not-found.tsx"),
] satisfies RouteConfig;
