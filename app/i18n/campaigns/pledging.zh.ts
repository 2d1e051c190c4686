export const pledging = {};

export const pledgingNotice = {
  pledgedCard: "您已支持“{{title}}”，{{amountFen, money}} 将在众筹成功后从银行卡扣款",
  pledgedPaid: "您已支持“{{title}}”，收到付款 {{amountFen, money}}；众筹失败将原路退回",
  paidLate: "“{{title}}”的付款 {{amountFen, money}} 到账时名额已释放，正在原路退回",
  claimEnded: "名额锁定已到期，未产生扣款；如仍想支持请重新选择",
  unitOffered: "候补到了：“{{reward}}”为您保留到 {{untilAt, datetime}}",
  cancelDone: "有新的支持接替，您已退出“{{title}}”",
  cancelLapsed: "“{{title}}”已结束，排队中的退出没有等到接替，您的支持继续有效",
};
