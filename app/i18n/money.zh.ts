export const money = {
  notice: {
    parked: "一笔资金指令（{{amountFen, money}}）与支付通道不一致，已暂停处理，请核对",
    unknownTransaction: "支付通道出现一笔来历不明的资金变动，已记入待查科目，请核对",
    balanceOff: "支付通道余额 {{theirsFen, money}} 与账簿 {{oursFen, money}} 不一致，请核对",
  },
};
