export const live = {
  notice: {
    lobby: "“{{title}}”的竞价室已开放等候，{{startAt, datetime}} 开始竞价",
    restarted: "“{{title}}”的竞价因服务中断作废，将于 {{startAt, datetime}} 重新开始；此前的竞价报价无效，密封报价仍然有效",
  },
};
