import type { people as zh } from "#app/i18n/people.zh.ts";

export const people = {
  role: { OWNER: "Owner", ADMIN: "Administrator", BIDDER: "Bidder", FINANCE: "Finance", MEMBER: "Member" },
  notice: {
    verificationAsked: "“{{org}}” asks to be verified",
    verified: "“{{name}}” has been verified",
    notVerified: "“{{name}}” was not verified: {{reason}}",
    invited: "{{inviter}} invites you to join “{{org}}”",
    joined: "{{name}} has accepted your invitation and joined",
    roleChanged: "{{inviter}} has changed your role in “{{org}}”",
  },
  mail: {
    hello: "Hello {{name}},",
    open: "Open the page",
    ignore: "If this was not you, ignore this mail: nothing will change.",
    foot: "Sent automatically by Jincheng, {{address}}. Please do not reply.",
    confirm: {
      subject: "Please confirm your e-mail address",
      text: "Welcome to Jincheng. Press the button to confirm your address; the link is valid for 24 hours. Then you can post tasks, bid and sign.",
      button: "Confirm address",
    },
    already: {
      subject: "You have a Jincheng account already",
      text: "Somebody asked for a Jincheng account with this address. You have one already: just sign in. If the password is lost, choose “Forgot password” there.",
      button: "Sign in",
    },
    reset: {
      subject: "Choose a new password",
      text: "Press the button to choose a new password. The link is valid for one hour and works once; afterwards you are signed out everywhere.",
      button: "Choose a password",
    },
    invitation: {
      subject: "{{inviter}} invites you to join “{{org}}”",
      text: "{{inviter}} invites you to join “{{org}}” as {{role}}. If you have no account yet, sign up with this address first, then open this link.",
      until: "The invitation is valid until {{until, datetime}} (Beijing time).",
      button: "See the invitation",
    },
  },
} satisfies typeof zh;
