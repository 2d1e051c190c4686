export const payouts = {};

export const payoutsNotice = {
  stageReleased: "“{{title}}”第 {{n}} 阶段款项 {{amountFen, money}} 已放出，可分配给任务，或在 {{atAt, datetime}} 自动转入收款账户",
  stageSent: "“{{title}}”的款项 {{amountFen, money}} 已转入收款账户",
  stageStuck: "一笔众筹阶段款（{{amountFen, money}}）多次转账失败，需要处理",
  stageHeld: "“{{title}}”第 {{n}} 阶段款项暂缓放出：{{reason}}",
  stageUnheld: "“{{title}}”第 {{n}} 阶段款项恢复放款流程：{{reason}}",
  evidenceShown: "“{{title}}”提交了生产阶段的证明，等待核对",
  evidenceAccepted: "“{{title}}”的生产证明已通过核对",
  evidenceRefused: "“{{title}}”的生产证明未通过：{{reason}}",
  holdLong: "“{{title}}”第 {{n}} 阶段款项已在平台停留 75 天",
  holdDecide: "“{{title}}”第 {{n}} 阶段款项已在平台停留 85 天，请登记处理决定：放款、退款或说明理由后继续保留",
  overdue: "“{{title}}”已超过承诺的发货日期，请在 {{byAt, datetime}} 前公布新的日期",
  mayTakeUnreleased: "“{{title}}”逾期满 30 天，您可以取回尚未放款的部分",
  mayTakeAll: "“{{title}}”逾期满 90 天，您可以全额退款",
  goesBackItself: "“{{title}}”逾期满 120 天仍未发货，尚未放款的部分将自动退回",
  defaulted: "“{{title}}”逾期满 90 天，请核查",
};
