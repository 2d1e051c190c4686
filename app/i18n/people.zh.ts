export const people = {
  role: { OWNER: "所有者", ADMIN: "管理员", BIDDER: "投标人员", FINANCE: "财务", MEMBER: "成员" },
  notice: {
    verificationAsked: "“{{org}}”提交了实名认证申请",
    verified: "“{{name}}”已通过实名认证",
    notVerified: "“{{name}}”的实名认证未通过：{{reason}}",
    invited: "{{inviter}} 邀请您加入“{{org}}”",
    joined: "{{name}} 接受了您的邀请，已加入",
    roleChanged: "{{inviter}} 调整了您在“{{org}}”中的角色",
  },
  mail: {
    hello: "{{name}}，您好：",
    open: "前往查看",
    ignore: "如果这不是您本人的操作，请忽略本邮件，不会有任何变化。",
    foot: "本邮件由金城 {{address}} 自动发送，请勿直接回复。",
    confirm: {
      subject: "请验证您的邮箱",
      text: "欢迎来到金城。请点击下面的按钮验证邮箱，链接在 24 小时内有效。验证后即可发布任务、投标和签约。",
      button: "验证邮箱",
    },
    already: {
      subject: "您已经有金城账号",
      text: "有人用这个邮箱注册金城账号，而您已经有账号，可以直接登录。忘记密码时，请在登录页选择“忘记密码”。",
      button: "去登录",
    },
    reset: {
      subject: "重设密码",
      text: "请点击下面的按钮设置新密码。链接在 1 小时内有效，只能使用一次；设置后，所有设备上的登录都会退出。",
      button: "设置新密码",
    },
    invitation: {
      subject: "{{inviter}} 邀请您加入“{{org}}”",
      text: "{{inviter}} 邀请您加入“{{org}}”，角色为{{role}}。还没有账号时，请先用本邮箱注册，再打开这个链接。",
      until: "邀请在 {{until, datetime}}（北京时间）前有效。",
      button: "查看邀请",
    },
  },
};
