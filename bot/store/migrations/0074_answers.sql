-- What somebody answered to the short questions after worrying words stands in the call that came of it: whoever answers it has to know.
ALTER TABLE alert_reasons ADD COLUMN screen_x BLOB;
