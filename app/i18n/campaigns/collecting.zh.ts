export const collecting = {};

export const collectingNotice = {
  succeeded: "“{{title}}”众筹成功：{{n}} 位支持者共承诺 {{amountFen, money}}，开始扣款",
  failed: "“{{title}}”未达到目标金额，众筹失败。银行卡不会被扣款，已支付的款项将原路退回",
  backedPaid: "“{{title}}”众筹成功！您已支付的 {{amountFen, money}} 已归入项目托管资金",
  backedCard: "“{{title}}”众筹成功！将从您保存的银行卡扣款 {{amountFen, money}}",
  pledgeReleased: "“{{title}}”没有成功，您的银行卡不会被扣款，保存的卡片已解除",
  pledgeGoesBack: "“{{title}}”没有成功，您支付的 {{amountFen, money}} 将原路退回",
  chargeDeclined: "“{{title}}”扣款 {{amountFen, money}} 未成功。请在 {{byAt, datetime}} 前更换支付方式，否则将失去这份支持",
  authNeeded: "“{{title}}”扣款 {{amountFen, money}} 需要您本人验证。请在 {{byAt, datetime}} 前打开支持页面完成支付",
  collectReminder: "提醒：“{{title}}”还有 {{amountFen, money}} 未支付，请在 {{byAt, datetime}} 前完成，否则这份支持将被取消",
  dropped: "“{{title}}”的扣款期已结束，{{amountFen, money}} 未能支付，这份支持已失效",
  collected: "“{{title}}”扣款结束：实收 {{amountFen, money}}（目标 {{goalFen, money}}）",
  decisionNeeded:
    "“{{title}}”实收 {{amountFen, money}}，不足目标 {{goalFen, money}} 的九成。请在 {{byAt, datetime}} 前决定继续交付还是全部退款",
  deliversAnyway: "“{{title}}”的发起人签署承诺：以较少的资金交付全部回报，做法见公开的变更记录",
  refundsAll: "“{{title}}”将向所有支持者全额退款",
  refundArrived: "“{{title}}”的退款 {{amountFen, money}} 已退回原支付方式",
  refundStuck: "一笔众筹退款（{{amountFen, money}}）多次失败，需要处理",
  payeeAsked: "“{{title}}”的退款 {{amountFen, money}} 已超过原支付渠道的退款期限，请填写收款账户，由平台人工打款",
  payeeGiven: "一笔众筹退款（{{amountFen, money}}）的收款账户已填写，等待核对与打款",
};
