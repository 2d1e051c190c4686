export const invoices = {
  title: "发票",
  open: "未开票放款",
  submit: "上传发票",
  submitText: "为“{{stage}}”已放款的 {{amountFen, money}} 开具数电发票。购买方：{{title}}，税号 {{taxNumber}}。",
  noTaxNumber: "未填写（个人）",
  number: "发票号码",
  numberHint: "20 位数字。",
  issuedOn: "开票日期",
  amount: "价税合计",
  amountHint: "须正好等于尚未开票的放款金额。",
  file: "发票文件（PDF、OFD、XML 或图片）",
  act: "提交发票",
  state: { SUBMITTED: "已提交", REJECTED: "已退回" },
  download: "下载",
  reject: "退回发票",
  rejectTitle: "退回这张发票？",
  rejectText: "服务商会看到原因并重新开具。已放款的金额不受影响，下一阶段的托管期限不因退回而延长。",
  reason: "退回原因",
  rejectAct: "确认退回",
  missing: "合同约定先开票：“{{stage}}”还缺 {{amountFen, money}} 的发票，补齐后再托管下一阶段。托管期限从首次补齐时重新计算。",
};

export const invoiceNotices = {
  invoiceSubmitted: "服务商提交了“{{title}}”“{{stage}}”的发票（{{amountFen, money}}）",
  invoiceRejected: "雇主退回了“{{title}}”“{{stage}}”的发票：{{reason}}",
};
