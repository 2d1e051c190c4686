import type { invoices as zh, invoiceNotices as zhNotices } from "#app/i18n/contracts/invoices.zh.ts";

export const invoices: typeof zh = {
  title: "Invoices",
  open: "Released, no invoice yet",
  submit: "Hand in an invoice",
  submitText: "A digital tax invoice for the {{amountFen, money}} released for “{{stage}}”. Buyer: {{title}}, tax number {{taxNumber}}.",
  noTaxNumber: "none given (a person)",
  number: "Invoice number",
  numberHint: "20 digits.",
  issuedOn: "Date of the invoice",
  amount: "Total, tax included",
  amountHint: "Exactly the released amount that has no invoice yet.",
  file: "Invoice file (PDF, OFD, XML or a picture)",
  act: "Hand in",
  state: { SUBMITTED: "Handed in", REJECTED: "Rejected" },
  download: "Download",
  reject: "Reject",
  rejectTitle: "Reject this invoice?",
  rejectText:
    "The provider sees the reason and issues another one. Released pay is not affected, and your time to secure the next stage gets no longer.",
  reason: "Reason",
  rejectAct: "Reject the invoice",
  missing:
    "By contract invoices come first: “{{stage}}” still lacks invoices over {{amountFen, money}}; the next stage is secured after that. The time to secure it starts anew when they are first complete.",
};

export const invoiceNotices: typeof zhNotices = {
  invoiceSubmitted: "The provider handed in an invoice for “{{stage}}” of “{{title}}” ({{amountFen, money}})",
  invoiceRejected: "The employer rejected the invoice for “{{stage}}” of “{{title}}”: {{reason}}",
};
