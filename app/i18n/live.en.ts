export const live = {
  notice: {
    lobby: "The live room of “{{title}}” is open; bidding starts at {{startAt, datetime}}",
    restarted:
      "After an outage, bidding on “{{title}}” is void and starts again at {{startAt, datetime}}: bids made in the room no longer count, sealed bids stand",
  },
};
