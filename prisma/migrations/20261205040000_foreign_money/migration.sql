-- The alarm asks for the channel's lines in another currency every ten minutes; there should be none.
CREATE INDEX channel_line_foreign ON "ChannelLine" (day, currency) WHERE currency <> 'cny';
